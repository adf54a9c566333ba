import type { QualifiedName } from "./name.js";

/** How a sequence counts. What is left out is the database's default. Numbers as text: they may exceed 2^53. */
export type Counting = {
  readonly start?: string;
  readonly increment?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly cache?: string;
  /** Default false. */
  readonly cycle?: boolean;
};

/** A sequence that stands alone; those owned by a column are part of the column. */
export type Sequence = QualifiedName &
  Counting & {
    /** The type of its numbers, which bounds them: `smallint`, `integer`. Left out: `bigint`. */
    readonly type?: string;
  };
