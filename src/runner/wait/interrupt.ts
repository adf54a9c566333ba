import { setTimeout as sleep } from "node:timers/promises";
import { type AthanorError, hasCode } from "../../error/athanor-error.js";
import { interruptedBy } from "../../error/interrupted.js";

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

/** `INTERRUPTED`, where nothing has been done yet. */
export function interruptedBefore(signal: AbortSignal): AthanorError {
  return interruptedBy(signal, "before it had changed anything in this database");
}

/** The work's result, or `INTERRUPTED` as soon as the run is asked to end, before the work or while it goes on. */
export async function untilInterrupted<Result>(
  signal: AbortSignal | undefined,
  begin: () => Promise<Result>,
  error: (signal: AbortSignal) => AthanorError = interruptedBy,
): Promise<Result> {
  if (signal === undefined) return begin();
  if (signal.aborted) throw error(signal);
  const work = begin();
  let stop: (() => void) | undefined;
  const interrupted = new Promise<never>((_, reject) => {
    stop = () => reject(error(signal));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, interrupted]);
  } catch (failure) {
    const isInterruption = signal.aborted && hasCode(failure, "INTERRUPTED");
    throw isInterruption ? error(signal) : failure;
  } finally {
    if (stop !== undefined) signal.removeEventListener("abort", stop);
  }
}
