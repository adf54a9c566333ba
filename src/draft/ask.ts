import type { DatabaseDifference } from "../compare/difference.js";
import type { ReplacedFile } from "./replaced-revisions.js";
import type { AskBackfill, AskBaseline, AskConversion, AskRename } from "../compare/question.js";

/** Someone who can be asked. Without one, questions stay open and nothing is guessed. */
export type Ask = {
  readonly rename: AskRename;
  readonly backfill: AskBackfill;
  /** Shall this be written? Asked once, where something was asked before. */
  readonly confirm: (databases: readonly DatabaseDifference[]) => Promise<boolean>;
  /** What is a value of a column whose type changes? Left out: the question stays open. */
  readonly conversion?: AskConversion;
  /** What becomes of tables that were there before the first revision? Left out: the question stays open. */
  readonly baseline?: AskBaseline;
  /** Shall these files be replaced, which are not, or not known to be, as autogenerate wrote them? Default: `force` must say so. */
  readonly replace?: (files: readonly ReplacedFile[], why: readonly string[]) => Promise<boolean>;
};
