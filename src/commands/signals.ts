import { constants } from "node:os";
import { AthanorError, hasCode } from "../error/athanor-error.js";

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Aborted by the first SIGINT or SIGTERM; the run then rolls back and ends by itself. A second one ends at once. Aborted too
 * where nothing is left that could end the run.
 */
export function endOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of signals) {
    // It stays, since a question's own listener would end the process where it is the only one.
    const listen = (): void => {
      if (controller.signal.aborted) {
        process.off(name, listen);
        process.kill(process.pid, name);
      } else controller.abort(name);
    };
    process.on(name, listen);
  }
  process.on("beforeExit", () => controller.abort(neverEnds()));
  return controller.signal;
}

/** Nothing is left that could go on, and the command is not done: where it is, what it has begun is taken back. */
function neverEnds(): AthanorError {
  return new AthanorError({
    code: "NEVER_ENDS",
    message:
      "A promise is awaited that nothing can settle any more: no timer, no connection and no file is left that could",
  });
}

/** The exit code of what a signal or Ctrl+C has ended, as shells have it: 130 for SIGINT, 143 for SIGTERM. */
export function signalExit(failure: Error): number | undefined {
  if (hasCode(failure, "CANCELLED")) return 128 + constants.signals.SIGINT;
  if (!hasCode(failure, "INTERRUPTED")) return undefined;
  const name = signals.find((each) => each === failure.facts.signal);
  return name === undefined ? undefined : 128 + constants.signals[name];
}
