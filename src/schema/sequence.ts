import type { QualifiedName } from "./name.js";

/** A sequence that stands alone; those owned by a column are part of the column. Numbers as text: they may exceed 2^53. */
export type Sequence = QualifiedName & {
  readonly start?: string;
  readonly increment?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly cache?: string;
  readonly cycle?: boolean;
};
