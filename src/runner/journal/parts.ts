import type { JournalEntry, JournalKey } from "../../plugin/version-store.js";
import type { Session } from "../session.js";
import type { Book } from "./book.js";
import type { Begun } from "./mismatch.js";
import type { JournalRecord } from "./record.js";
import type { Trail } from "./trail.js";

export type JournalInit = {
  readonly session: Session;
  readonly begun: Begun;
  readonly key: JournalKey;
  /** The first line of a new journal: what was begun. */
  readonly head: Pick<JournalEntry, "kind" | "hash" | "subject">;
  /** What was written down earlier; empty at the first attempt. */
  readonly lines: readonly JournalEntry[];
  /** Takes what is recorded for done, whatever the file now says of it. */
  readonly trust: boolean;
  /** Refuses what is not recorded, unless it ends an operation that is. */
  readonly onlyRecorded?: boolean;
  /** Further journals that are forgotten with this one. */
  readonly also?: readonly JournalKey[];
};

/** The parts of one journal: what was recorded, what is being recorded, and where in the revision it stands. */
export type JournalParts = {
  readonly init: JournalInit;
  readonly record: JournalRecord;
  readonly book: Book;
  readonly trail: Trail;
};
