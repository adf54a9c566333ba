import { code, type Direction, type Texts } from "./code.js";

type Pathed = { readonly path: string };

/** The files of the revisions, and what stands beside them. */
export const fileCodes = {
  EDITOR_FAILED: code<{ readonly command: string }>(
    "The editor could not be started, or ended with an error.",
    "Correct `$VISUAL` or `$EDITOR`.",
  ),
  EMPTY_FILE: code<Pathed>(
    "A file among the revisions is empty, so a revision may be missing.",
    "Take it back from git, or delete it.",
  ),
  FILE_EXISTS: code<Pathed>(
    "The file to be written exists already. Athanor overwrites no file.",
    "Choose another message, revision id or folder, or move the file away.",
  ),
  FILE_NOT_WRITTEN: code<{ readonly path?: string; readonly root?: string }>(
    "A file could not be written. What was there before is unchanged.",
    "See that the folder exists and that you may write to it.",
  ),
  HEADER_INCOMPLETE: code<Pathed & { readonly missing: string }>(
    "A revision file exports `revision` and no `downRevision`.",
    "Add the id of its parent, or `null` for the first: `export const downRevision = null;`.",
  ),
  HEADER_NOT_REWRITTEN: code<Pathed>(
    "`downRevision` is written in a way that cannot be changed by itself.",
    "Write it as a text, an array of texts, or `null`.",
  ),
  HEADER_UNREADABLE: code<Pathed & { readonly line: number; readonly name: string }>(
    "A header of a revision file cannot be read without running the file.",
    "Write its value out: no variable, call or template.",
  ),
  HOOK_FAILED: code<{ readonly hook: string; readonly command: string; readonly file: string }>(
    "A post-write hook failed. The revision file stays.",
    "Run the command by hand, and correct the hook in the configuration.",
  ),
  INVALID_NAMES_FILE: code<Pathed>(
    "`entity-names.json` cannot be read.",
    "Delete it: the next `athanor revision --autogenerate` writes it again.",
  ),
  INVALID_REVISION_FILE: code<{
    readonly revision: string;
    readonly path?: string;
    readonly direction?: Direction;
  }>(
    "A revision file lacks a function, or its `upgrade` or `downgrade` returns something that nobody would run.",
    "Export `async function upgrade(op)` and `downgrade(op)` that do their work themselves.",
  ),
  INVALID_SCHEMA_FILE: code<Pathed>(
    "`known-schema.json` cannot be read.",
    "Restore it from version control. For adopted migrations you may delete it: the next `athanor revision --autogenerate` writes it again.",
  ),
  INVALID_TAGS_FILE: code<Pathed>(
    "`tags.json` cannot be read.",
    "Make it one JSON object: names of tags, each with the full id of a revision.",
  ),
  NO_EDITOR: code<{ readonly paths: Texts }>(
    "`athanor edit` does not know your editor.",
    "Set `$VISUAL` or `$EDITOR`.",
  ),
  TEMPLATE_FAILED: code<{
    readonly path?: string;
    readonly line?: number;
    readonly text?: string;
  }>(
    "A template threw an error while it was filled. Nothing was written.",
    "Correct the line that is named, or compare the template with the one that `athanor init` writes.",
  ),
  TEMPLATE_INVALID: code<{
    readonly line: number;
    readonly reason: string;
    readonly text: string;
    readonly path?: string;
  }>(
    "A template makes a revision file that does not parse.",
    "Write values as `<%- literal(value) %>`, and compare the template with the one that `athanor init` writes.",
  ),
  TEMPLATE_WITHOUT_BODY: code<{ readonly direction: string; readonly mark: string }>(
    "The template of revision files leaves out the place for what a revision does.",
    "Put `<%- upgrade %>` and `<%- downgrade %>` into its functions.",
  ),
  UNKNOWN_TEMPLATE: code<{
    readonly name?: string;
    readonly known?: Texts;
    readonly path?: string;
  }>(
    "There is no template of this name, or no folder at this path.",
    "`athanor list-templates` lists the templates.",
  ),
  UNKNOWN_VERSION_PATH: code<Pathed & { readonly folders: Texts }>(
    "`--version-path` names a folder that is none of the version locations.",
    "Name one of those, or add the folder to `versionLocations`.",
  ),
  UNREADABLE_FILE: code<Pathed>(
    "A file or folder among the revisions cannot be read.",
    "See that it exists and that you may read it.",
  ),
  UNRENDERABLE_VALUE: code<{ readonly kind: string }>(
    "An operation holds a value that cannot be written as code: only plain data, dates and bytes can.",
    "Leave the operation out in `rewrite` of `env.ts`, and write the call by hand.",
  ),
  UNWRITABLE_FILE: code<Pathed>(
    "`tags.json` cannot be written.",
    "See that you may write to the folder of the revisions.",
  ),
};
