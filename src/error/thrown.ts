import { inspect } from "node:util";
import { maskValue } from "./mask.js";

const longest = 500;

/**
 * What a thrown value says of itself: the message of an error, else the value as text. User code may throw anything, also what
 * cannot be made a text; this never throws.
 *
 * @example
 * messageOf(new Error("no such table")); // "no such table"
 * messageOf(Object.create(null)); // "a value that is no error: {}"
 */
export function messageOf(thrown: unknown): string {
  try {
    return wordsOf(thrown);
  } catch {
    return "a value that is no error and cannot be shown as text";
  }
}

function wordsOf(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  const message: unknown = Reflect.get(thrown, "message");
  if (typeof message === "string" && (message !== "" || thrown instanceof Error)) return message;
  const shown = inspect(maskValue(thrown), { breakLength: Number.POSITIVE_INFINITY });
  return `a value that is no error: ${shown.slice(0, longest)}`;
}

/**
 * The thrown value, or an error that tells of it where reading it throws in its turn: a getter of its message, its stack or
 * its cause may. What user code throws passes here before anything is asked of it.
 */
export function readable(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  try {
    for (const field of ["message", "stack", "cause"]) Reflect.get(thrown, field);
    return thrown;
  } catch {
    return new Error(messageOf(thrown));
  }
}
