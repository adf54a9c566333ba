import { AthanorError } from "../../error/athanor-error.js";
import type { JournalEntry } from "../../plugin/version-store.js";
import type { Step } from "../../revision/step.js";

/** Whose journal it is, for the words of an error. */
export type Begun = Pick<Step, "revision" | "direction">;

/** What is recorded and what the file gives now, left out where it gives nothing more. */
export function mismatch(
  { revision, direction }: Begun,
  entry: JournalEntry,
  now: string | undefined,
): AthanorError {
  const { id, path } = revision;
  const gives =
    now === undefined ? "the file has nothing there any more" : `the file now gives "${now}"`;
  return new AthanorError({
    code: "JOURNAL_MISMATCH",
    message: `The ${direction} of revision "${id}" stopped half way, and what it had done is no longer what ${path} says: it ran "${entry.subject}", and ${gives}. What has been run may not be changed; what comes after it may.`,
    suggestions: [
      `Restore ${path} as far as it had run, then: ${again(direction)}`,
      `If it comes to the same: ${again(direction)} --trust-journal`,
      ...stampWays({ revision, direction }),
    ],
    facts: { revision: id, path, direction, position: entry.position, ran: entry.subject, now },
  });
}

/** A statement that may or may not have run, and that must not run twice. */
export function inDoubt({ revision, direction }: Begun, entry: JournalEntry): AthanorError {
  const { id, path } = revision;
  return new AthanorError({
    code: "JOURNAL_IN_DOUBT",
    message: `The ${direction} of revision "${id}" was ended while "${entry.subject}" ran, and whether it was carried out cannot be told from here.`,
    suggestions: [
      `Look, run it by hand if it was not, then: ${again(direction)} --trust-journal`,
      ...stampWays({ revision, direction }),
    ],
    facts: { revision: id, path, direction, position: entry.position, sql: entry.subject },
  });
}

type Half = { readonly revision: string; readonly direction: Step["direction"] };

/** A run that would leave a half-done revision as it is. */
export function leftUnfinished(half: Half): AthanorError {
  return unfinished(half, "and this run would leave it so", {});
}

/** A comparison with a database in which a revision is half done. */
export function unfinishedIn(half: Half, database: string): AthanorError {
  const why = `so "${database}" is at no revision, and what is still to be done would be found as a difference`;
  return unfinished(half, why, { database });
}

function unfinished(
  half: Half,
  why: string,
  facts: Readonly<Record<string, string>>,
): AthanorError {
  const { revision, direction } = half;
  const up = `athanor upgrade ${revision}`;
  const [on, back] =
    direction === "upgrade" ? [up, "athanor downgrade -1"] : ["athanor downgrade -1", up];
  return new AthanorError({
    code: "REVISION_UNFINISHED",
    message: `The ${direction} of revision "${revision}" stopped half way, ${why}. It must be finished or taken back first.`,
    suggestions: [
      `To finish it: ${on}`,
      `To take it back: ${back}`,
      `If the database has all of it: athanor stamp ${revision}`,
    ],
    facts: { revision, direction, ...facts },
  });
}

function again(direction: Step["direction"]): string {
  return direction === "upgrade" ? "athanor upgrade" : "athanor downgrade -1";
}

function stampWays({ revision, direction }: Begun): readonly string[] {
  const [parent = "base"] = revision.down;
  const target = direction === "upgrade" ? revision.id : parent;
  return [`If you have finished it by hand: athanor stamp ${target}`];
}
