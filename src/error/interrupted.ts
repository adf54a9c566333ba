import { AthanorError } from "./athanor-error.js";

/** `INTERRUPTED`: the run was asked to end. Or the error that it was asked to end with. */
export function interruptedBy({ reason }: AbortSignal, moment = ""): AthanorError {
  if (reason instanceof AthanorError) return reason;
  const by = typeof reason === "string" ? ` by ${reason}` : "";
  return new AthanorError({
    code: "INTERRUPTED",
    message: `The run was interrupted${by}${moment === "" ? "" : ` ${moment}`}.`,
    suggestions: ["athanor current"],
    facts: typeof reason === "string" ? { signal: reason } : {},
  });
}
