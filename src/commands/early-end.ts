import { writeSync } from "node:fs";
import { AthanorError } from "../error/athanor-error.js";
import type { OnProgress, ProgressEvent } from "../runner/run-request.js";
import { describeFailure } from "../report/failure.js";
import { errorDocument } from "./error-document.js";

/** Watches for an end of the process that comes before the end of the command. */
export type EndWatch = {
  readonly onProgress: OnProgress;
  /** The command is done: from now on the process may end. */
  readonly done: () => void;
};

type Started = Extract<ProgressEvent, { readonly kind: "revisionStarted" }>;

/**
 * The user's code may end the process, or wait for what never comes, so that Node ends it. Either would look like success,
 * or say nothing: it is told, and the exit code is not 0.
 */
export function watchEnd(isJson: () => boolean): EndWatch {
  let running: Started | undefined;
  let idle = false;
  const tell = (code: number): void => {
    // Node's own code for it says no more than that something was awaited.
    if (code === 0 || idle) process.exitCode = 1;
    const failure = endedEarly(idle ? undefined : code, running);
    // Nothing that takes time runs any more.
    if (isJson()) writeSync(1, `${JSON.stringify(errorDocument(failure), undefined, 2)}\n`);
    else writeSync(2, `${describeFailure(failure, false)}\n`);
  };
  const note = (): void => {
    idle = true;
  };
  process.on("beforeExit", note);
  process.on("exit", tell);
  return {
    onProgress: (event) => {
      if (event.kind === "revisionStarted") running = event;
      else if (ends.includes(event.kind)) running = undefined;
    },
    done: () => {
      process.off("beforeExit", note);
      process.off("exit", tell);
    },
  };
}

const ends: readonly ProgressEvent["kind"][] = ["revisionFinished", "rolledBack"];

/** @param code `undefined`: there was nothing left to run. */
function endedEarly(code: number | undefined, running: Started | undefined): AthanorError {
  const at =
    running === undefined
      ? "before the command was done"
      : `while the ${running.direction} of revision "${running.revision}" (${running.path}) ran`;
  const reason =
    code === undefined
      ? `The process had nothing left to do ${at}: a promise is awaited that nothing can settle any more.`
      : `${code === 0 ? "process.exit was called" : `The process ended with exit code ${code}, by process.exit or an error that nobody caught,`} ${at}.`;
  return new AthanorError({
    code: code === undefined ? "NEVER_ENDS" : "PROCESS_ENDED",
    message: `${reason} ${running === undefined ? "Look for it in the configuration, env.ts, the data source and what they import." : "What was not committed is rolled back."}`,
    suggestions: running === undefined ? [] : [`Correct ${running.path}.`, "athanor current -v"],
    facts:
      running === undefined
        ? { exitCode: code }
        : {
            exitCode: code,
            revision: running.revision,
            path: running.path,
            direction: running.direction,
          },
  });
}
