import { AthanorError } from "../../error/athanor-error.js";
import type { JournalEntry } from "../../plugin/version-store.js";
import type { Step } from "../../revision/step.js";

/** What was written down earlier, read line by line as the revision runs again. */
export type JournalReader = {
  /** The next line, which must be of this kind and hash. `undefined`: all of them have been read. */
  readonly take: (
    kind: JournalEntry["kind"],
    hash: string,
    subject: string,
  ) => JournalEntry | undefined;
  /** Is there a further line? */
  readonly isAhead: () => boolean;
  /** Throws where lines are left that nobody asked for. */
  readonly end: () => void;
};

/** @param trust takes the lines for what they are, whatever the file now says of them */
export function createJournalReader(
  lines: readonly JournalEntry[],
  begun: Begun,
  trust: boolean,
): JournalReader {
  let next = 0;
  const take: JournalReader["take"] = (kind, hash, subject) => {
    const line = lines[next];
    if (line === undefined) return undefined;
    if (line.kind === kind && line.hash === hash) return lines[next++];
    if (!trust) throw mismatch(begun, line, subject);
    return kind === "statement" ? nextStatement() : undefined;
  };
  const nextStatement = (): JournalEntry | undefined => {
    const found = lines.findIndex(({ kind }, at) => at >= next && kind === "statement");
    next = found === -1 ? lines.length : found + 1;
    return lines[found];
  };
  return {
    take,
    isAhead: () => next < lines.length,
    end: () => {
      const line = lines[next];
      if (line !== undefined && !trust) throw mismatch(begun, line, undefined);
    },
  };
}

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

function again(direction: Step["direction"]): string {
  return direction === "upgrade" ? "athanor upgrade" : "athanor downgrade -1";
}

function stampWays({ revision, direction }: Begun): readonly string[] {
  const [parent = "base"] = revision.down;
  const target = direction === "upgrade" ? revision.id : parent;
  return [`If you have finished it by hand: athanor stamp ${target}`];
}
