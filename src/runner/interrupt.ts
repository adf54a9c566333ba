import { setTimeout as sleep } from "node:timers/promises";
import { AthanorError } from "../error/athanor-error.js";

/** `INTERRUPTED`: the run was asked to end. */
export function interruptedBy({ reason }: AbortSignal, moment = ""): AthanorError {
  const by = typeof reason === "string" ? ` by ${reason}` : "";
  return new AthanorError({
    code: "INTERRUPTED",
    message: `The run was interrupted${by}${moment === "" ? "" : ` ${moment}`}.`,
    suggestions: ["athanor current"],
    facts: typeof reason === "string" ? { signal: reason } : {},
  });
}

/** Throws `INTERRUPTED` where the run was asked to end. */
export function checkInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw interruptedBy(signal);
}

/** Sleeps; throws at once where the run is asked to end. */
export async function pauseUntil(
  milliseconds: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
}

/** The promise's result, or `INTERRUPTED` as soon as the run is asked to end; what the promise does goes on. */
export async function untilInterrupted<Result>(
  signal: AbortSignal | undefined,
  work: Promise<Result>,
): Promise<Result> {
  if (signal === undefined) return work;
  checkInterrupted(signal);
  let stop: (() => void) | undefined;
  const interrupted = new Promise<never>((_, reject) => {
    stop = () => reject(interruptedBy(signal));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener("abort", stop);
  }
}
