import type { Step } from "../revision/step.js";

/** One statement as it was run. */
export type ExecutedStatement = {
  readonly sql: string;
  readonly milliseconds: number;
  readonly rows: number;
};

/** One revision that was applied or undone. */
export type AppliedRevision = {
  readonly revision: string;
  readonly message: string;
  readonly path: string;
  readonly direction: Step["direction"];
  readonly statements: number;
  readonly milliseconds: number;
};

/** One revision that would be applied or undone. */
export type PlannedRevision = Pick<AppliedRevision, "revision" | "message" | "path" | "direction">;

/** What became of a run. A failed run carries the same fields among the facts of its error. */
export type RunResult = {
  readonly database: string;
  /** The version rows before. */
  readonly from: readonly string[];
  /** The version rows now. */
  readonly to: readonly string[];
  /** Done and kept. */
  readonly applied: readonly AppliedRevision[];
  /** Done and undone again: by a failure, or because the run was a dry one. */
  readonly rolledBack: readonly AppliedRevision[];
  /** Planned, and not begun. */
  readonly remaining: readonly string[];
  readonly milliseconds: number;
  readonly dryRun: boolean;
  /** Of a dry run where definitions cannot be rolled back: what would be run. Nothing was. */
  readonly planned?: readonly PlannedRevision[];
  /** The statements of a dry run; empty otherwise. */
  readonly statements: readonly ExecutedStatement[];
};
