import type { Revision } from "./revision.js";

/** One move through the graph, and what it does to the version rows. */
export type Step = {
  readonly revision: Revision;
  readonly direction: "upgrade" | "downgrade";
  /** Version rows that go. */
  readonly removes: readonly string[];
  /** Version rows that come. */
  readonly inserts: readonly string[];
};

/** A way from the present version rows to others. */
export type Plan = {
  readonly steps: readonly Step[];
  /** The version rows afterwards, sorted. */
  readonly rows: readonly string[];
};
