import { AthanorError } from "../error/athanor-error.js";
import { describe } from "../operation/describe.js";
import type { AnyOperation, Kinds } from "../operation/plugin-operation.js";

/** Where in the author's file an `op` call stands. */
export type Call = { readonly stack: string };

/** Remembers the present call, leaving out the frames of `below` and what it calls. */
export function captureCall(below: (...args: never[]) => unknown): Call {
  // The engine writes the text when it is first read, which for most calls is never.
  const holder = { stack: "" };
  Error.captureStackTrace(holder, below);
  return holder;
}

/** Runs the body; what it throws is given the operation's description and the author's own stack. */
export async function blame<Result>(
  call: Call,
  operation: AnyOperation | undefined,
  body: () => Promise<Result>,
  kinds?: Kinds,
): Promise<Result> {
  try {
    return await body();
  } catch (error) {
    throw error instanceof AthanorError
      ? withCall(error, call, operation && describe(operation, kinds))
      : error;
  }
}

function withCall(error: AthanorError, call: Call, operation: string | undefined): AthanorError {
  const frames = call.stack.split("\n").slice(1).join("\n");
  const told = operation === undefined ? {} : { operation };
  const { code, message, suggestions, facts, cause } = error;
  const blamed = new AthanorError({
    code,
    message,
    suggestions,
    facts: { ...told, ...facts },
    cause,
  });
  blamed.stack = `${error.name}: ${error.message}\n${frames}`;
  return blamed;
}
