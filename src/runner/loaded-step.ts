import type { Step } from "../revision/step.js";
import type { Unfinished } from "./journal/unfinished.js";
import type { LoadedRevision } from "./run-request.js";

/** A step of the plan with its file loaded. */
export type LoadedStep = {
  readonly step: Step;
  readonly loaded: LoadedRevision;
  /** What an earlier run has left half done of this revision, whichever way it was going. */
  readonly unfinished?: Unfinished;
};
