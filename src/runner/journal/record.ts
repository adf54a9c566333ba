import type { JournalEntry } from "../../plugin/version-store.js";
import { mismatch, type Begun } from "./mismatch.js";

/** What was written down earlier, read line by line as the revision runs again. */
export type JournalRecord = {
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
export function createRecord(
  lines: readonly JournalEntry[],
  begun: Begun,
  trust: boolean,
): JournalRecord {
  let next = 0;
  const take: JournalRecord["take"] = (kind, hash, subject) => {
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
