import type { OnProgress, ProgressEvent } from "../runner/progress.js";
import { colour } from "./colour.js";
import { blockedText, progressLine, runningText } from "./progress-line.js";

/** Tells a run as it happens. */
export type Progress = {
  readonly onProgress: OnProgress;
  /** Shows nothing while something else has the terminal, a question say. */
  readonly aside: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Takes away what does not stay. */
  readonly end: () => void;
};

export const noProgress: Progress = {
  onProgress: () => undefined,
  aside: (work) => work(),
  end: () => undefined,
};

/** A plain line each, for pipes, files and CI. Statements only when asked for. */
export function plainProgress(write: (line: string) => void, statements: boolean): Progress {
  let last = "";
  const once = (line: string): void => {
    if (line !== last) write(colour.dim(line));
    last = line;
  };
  const onProgress = (event: ProgressEvent): void => {
    const line = progressLine(event);
    if (line !== undefined) write(line);
    else if (event.kind === "revisionStarted") write(colour.dim(runningText(event)));
    else if (event.kind === "statementStarted" && statements) write(colour.dim(`  ${event.sql}`));
    else if (event.kind === "statementBlocked") once(`  ${blockedText(event)}`);
    else if (event.kind === "statementProgress") once(`  ${event.phase}`);
  };
  return { ...noProgress, onProgress };
}
