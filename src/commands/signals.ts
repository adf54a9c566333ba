import { constants } from "node:os";
import { AthanorError } from "../error/athanor-error.js";

const signals = ["SIGINT", "SIGTERM"] as const;

/** Aborted by the first SIGINT or SIGTERM; the run then rolls back and ends by itself. A second one ends at once. */
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
  return controller.signal;
}

/** The exit code of what a signal or Ctrl+C has ended, as shells have it: 130 for SIGINT, 143 for SIGTERM. */
export function signalExit(failure: Error): number | undefined {
  if (!(failure instanceof AthanorError)) return undefined;
  if (failure.code === "CANCELLED") return 128 + constants.signals.SIGINT;
  if (failure.code !== "INTERRUPTED") return undefined;
  const name = signals.find((each) => each === failure.facts["signal"]);
  return name === undefined ? undefined : 128 + constants.signals[name];
}
