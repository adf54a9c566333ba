import type { DatabaseDifference } from "./difference.js";
import type { AskBackfill, AskRename } from "./question.js";

/** Someone who can be asked. Without one, questions stay open and nothing is guessed. */
export type Ask = {
  readonly rename: AskRename;
  readonly backfill: AskBackfill;
  /** Shall this be written? Asked once, where something was asked before. */
  readonly confirm: (databases: readonly DatabaseDifference[]) => Promise<boolean>;
};
