import { code, type Texts } from "./code.js";

type Identified = { readonly identifier: string };

/** Revisions, their names, and the ways between them. */
export const historyCodes = {
  AMBIGUOUS_DEPENDENCY: code<{
    readonly revision: string;
    readonly path: string;
    readonly dependency: string;
    readonly candidates: Texts;
  }>(
    "A name in `dependsOn` is the beginning of several revision ids.",
    "Write more of the id in that revision file.",
  ),
  AMBIGUOUS_REVISION: code<Identified & { readonly candidates: Texts }>(
    "Several revision ids begin with what you typed.",
    "Type as much of the id as tells it from the others.",
  ),
  AMBIGUOUS_WALK: code<Identified & { readonly candidates: Texts }>(
    "A number of steps (`+1`, `-1`, `head-1`) leads to a fork, where it could mean several revisions.",
    "Name the revision you mean, or its branch: `label@+1`.",
  ),
  DATABASES_DIFFER: code<{ readonly targets: Texts; readonly places: readonly object[] }>(
    "The target counts from where a database stands (`+1`, `-1`), and the databases stand at different revisions. Nothing was changed.",
    "Run the command for one database with `--database`, or name a revision.",
  ),
  DOWNGRADE_GOES_UP: code<Identified>(
    "The target of `downgrade` can only be reached by applying revisions.",
    "Use `athanor upgrade` for it.",
  ),
  DUPLICATE_REVISION: code<{ readonly revision: string; readonly paths: Texts }>(
    "Two files state the same revision id.",
    "Delete one of the files, or give it another id.",
  ),
  LABEL_CLASH: code<{ readonly label?: string; readonly tag?: string; readonly paths: Texts }>(
    "A branch label or a tag has the name of another label, tag or revision.",
    "Rename one of them: ids, labels and tags share one name space.",
  ),
  MALFORMED_IDENTIFIER: code<Identified>(
    "What you typed cannot name a revision.",
    "Write an id or its beginning, a label, a tag, `base`, `head`, `heads`, `current`, or steps such as `+2` and `head-1`.",
  ),
  MALFORMED_RANGE: code<{ readonly range: string }>(
    "What you typed is not a range of revisions.",
    "Write two revisions with one `:` between them; either may be left out.",
  ),
  MERGE_OF_ONE_LINE: code<{ readonly revisions: Texts }>(
    "Of the revisions to merge, one already builds on the other.",
    "See `athanor heads`: perhaps there is nothing to merge.",
  ),
  MULTIPLE_HEADS: code<{
    readonly identifier?: string;
    readonly heads: Texts;
    readonly paths?: readonly (string | undefined)[];
  }>(
    "The history has several heads, and the command needs one.",
    "Name one of them, or make them one: `athanor merge heads`, or `athanor rebase`.",
  ),
  NOTHING_APPLIED: code<Identified>(
    "The target counts down from what is applied, and no revision is applied there.",
    "See `athanor current`.",
  ),
  NOTHING_TO_EDIT: code<Identified>(
    "`athanor edit` was given `base` or another name that stands for no revision, so there is no file to open.",
    "Name a revision; `athanor history` lists them.",
  ),
  NOTHING_TO_MERGE: code<{ readonly revisions: Texts }>(
    "A merge was asked for with fewer than two revisions.",
    "Name at least two heads, or `heads` for all.",
  ),
  NOT_APPLIED: code<{ readonly revision: string; readonly rows: Texts }>(
    "`downgrade` was given a revision that is not applied.",
    "See `athanor current`, and name a revision below it.",
  ),
  NOT_A_HEAD: code<{ readonly revision: string; readonly children: Texts }>(
    "Other revisions already build on this one, and the command needs a head.",
    "For a new revision, `--splice` begins a branch here. To replace a revision, begin with the newest.",
  ),
  NOT_IN_BRANCH: code<Identified & { readonly branch: string; readonly revision: string }>(
    "The revision does not belong to the branch that was named with it.",
    "See `athanor branches`, and correct the label before the `@`.",
  ),
  NOT_ONE_REVISION: code<Identified>(
    "The name stands for no revision or for several, and the command needs exactly one.",
    "Name a single revision.",
  ),
  NO_TARGET: code(
    "`athanor stamp` was given no revision.",
    "Name the revision whose schema the database has, or `base` for none.",
  ),
  OVERLAPPING_ROWS: code<{
    readonly rows: Texts;
    readonly overlapping: Texts;
    readonly minimal: Texts;
  }>(
    "The version table holds a revision beside another that already includes it. A row was written by hand, or `downRevision` or `dependsOn` changed after a revision was applied.",
    "Check what is applied, then write the rows again with `athanor stamp --purge`.",
  ),
  OVERLAPPING_TARGETS: code<{ readonly revisions: Texts }>(
    "Of the revisions to stamp, one already includes another.",
    "Name only the last of them.",
  ),
  RANGE_NOT_ALLOWED: code<Identified>(
    "A range was given where one revision is needed.",
    "Name one revision. Ranges are for `history -r`, and for `upgrade --sql` and `downgrade --sql`.",
  ),
  RANGE_NOT_DESCENT: code<{ readonly range: string }>(
    "The two ends of the range are not on one line of descent, or stand in the wrong order.",
    "Put the older end first; in `downgrade` the newer.",
  ),
  REBASE_CYCLE: code<{ readonly revision: string; readonly onto: string }>(
    "The revision cannot be put onto the other: it is the same one, or the other builds on it.",
    "See `athanor history --graph`, and choose another base.",
  ),
  REVISION_CYCLE: code<{
    readonly revisions: Texts;
    readonly paths: readonly (string | undefined)[];
  }>(
    "Revisions name one another as parent or dependency in a circle, so that none can come first.",
    "Correct `downRevision` or `dependsOn` in one of the files.",
  ),
  ROWS_NEEDED: code<Identified>(
    "The target counts from what a database has applied, and this command asks no database.",
    "Count from a revision instead: `head-1`, `<revision>+2`.",
  ),
  SEVERAL_ROWS: code<Identified & { readonly candidates: Texts }>(
    "The target counts steps, and the database is at several revisions.",
    "Name the branch to count on: `label@-1`.",
  ),
  TAG_EXISTS: code<{ readonly tag: string; readonly revision: string }>(
    "The tag already stands for another revision.",
    "Choose another name, or move it with `--force`.",
  ),
  TAG_WITHOUT_REVISION: code<{
    readonly tag: string;
    readonly revision: string;
    readonly path?: string;
    readonly missing?: string;
  }>(
    "A tag stands for a revision that no file has: it was deleted, or is on another git branch.",
    "Bring the file back, or delete the tag.",
  ),
  TOO_MANY_STEPS: code<Identified & { readonly steps?: number; readonly available: number }>(
    "The target asks for more steps than there are revisions in that direction.",
    "Ask for fewer; `athanor history` shows how many there are.",
  ),
  UNKNOWN_DEPENDENCY: code<{
    readonly revision: string;
    readonly path: string;
    readonly dependency: string;
  }>(
    "A revision depends on a name that no revision, label or tag has.",
    "Correct `dependsOn` in that file, or bring the missing file back.",
  ),
  UNKNOWN_PARENT: code<{
    readonly revision: string;
    readonly path: string;
    readonly parent: string;
  }>(
    "A revision names a parent that no file has: the file was deleted, is on another git branch, or lies outside the version locations.",
    "Bring that file back, or correct `downRevision`.",
  ),
  UNKNOWN_REVISION: code<Identified & { readonly near: Texts }>(
    "No revision, label or tag has this name, and no revision's id begins with it.",
    "See `athanor history`; or check out the git branch that has the file.",
  ),
  UNKNOWN_ROW: code<{
    readonly rows: Texts;
    readonly near: Texts;
    readonly path?: string;
    readonly source?: string;
  }>(
    "The database is at a revision that no file has: its git branch is not checked out, the file was deleted, or it is another project's database.",
    "Bring the file back. Where the schema is known to be that of another revision, record that one with `athanor stamp --purge`.",
  ),
  UNKNOWN_TAG: code<{ readonly tag: string; readonly near: Texts }>(
    "There is no tag of this name.",
    "`athanor tag` lists the tags.",
  ),
  UPGRADE_GOES_DOWN: code<Identified>(
    "The target of `upgrade` can only be reached by undoing revisions.",
    "Use `athanor downgrade` for it.",
  ),
};
