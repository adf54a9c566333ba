import type { OnProgress, ProgressEvent } from "../runner/run-request.js";
import { colour } from "./colour.js";
import { durationText } from "./duration.js";
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
export function plainProgress(
  write: (line: string) => void,
  statements: boolean,
  silence = longestSilence,
): Progress {
  const noteSilence = createSilenceNote((line) => write(colour.dim(`  ${line}`)), silence);
  let last = "";
  const once = (line: string): void => {
    if (line !== last) write(colour.dim(line));
    last = line;
  };
  const onProgress = (event: ProgressEvent): void => {
    noteSilence(event);
    const line = progressLine(event);
    if (line !== undefined) write(line);
    else if (event.kind === "revisionStarted") write(colour.dim(runningText(event)));
    else if (event.kind === "statementStarted" && statements) write(colour.dim(`  ${event.sql}`));
    else if (event.kind === "statementBlocked") once(`  ${blockedText(event)}`);
    else if (event.kind === "statementProgress") once(`  ${event.phase}`);
  };
  return { ...noProgress, onProgress };
}

const longestSilence = 30_000;

/** A revision may wait for what never comes: after a while without a word to the database it is named, once. */
function createSilenceNote(
  write: (line: string) => void,
  silence: number,
): (event: ProgressEvent) => void {
  let revision: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  return (event) => {
    clearTimeout(timer);
    if (event.kind === "revisionStarted") revision = `${event.revision} (${event.path})`;
    if (event.kind === "revisionFinished" || event.kind === "rolledBack") revision = undefined;
    const isAsked = event.kind.startsWith("statement") && event.kind !== "statementFinished";
    if (revision === undefined || isAsked) return;
    const text = `Revision ${revision} has run no statement for ${durationText(silence)}: code of its own runs, or waits for something. Ctrl+C ends it.`;
    timer = setTimeout(() => write(text), silence).unref();
  };
}
