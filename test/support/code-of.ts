import { AthanorError } from "../../src/error/athanor-error.js";

/** The code of the error that the promise is rejected with; `"none"` where it is not. Other errors go on. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "none";
  } catch (error) {
    if (error instanceof AthanorError) return error.code;
    throw error;
  }
}
