import type { Operations } from "../operation/operations.js";

/** What `upgrade` or `downgrade` of a revision file may be: one function, or one for each named database. */
export type RevisionFunction = (op: Operations) => Promise<void> | void;
export type RevisionFunctions = RevisionFunction | Readonly<Record<string, RevisionFunction>>;

/** A revision file, loaded. */
export type RevisionModule = {
  readonly revision: string;
  readonly upgrade: RevisionFunctions;
  readonly downgrade: RevisionFunctions;
  /** `false`: no transaction around it. */
  readonly transaction?: boolean;
  /** Makes an error's stack show the lines of the file as they were written. */
  readonly trace?: (error: unknown) => void;
};
