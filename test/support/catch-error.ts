import { AthanorError } from "../../src/error/athanor-error.js";

/** The error that an act fails with; anything else that it throws goes on, and so does its success. */
export function catchError(act: () => unknown): AthanorError {
  try {
    act();
  } catch (failure) {
    return expectOurs(failure);
  }
  throw new Error("nothing was thrown");
}

/** As {@link catchError}, for what takes time. */
export async function catchRejection(act: () => Promise<unknown>): Promise<AthanorError> {
  try {
    await act();
  } catch (failure) {
    return expectOurs(failure);
  }
  throw new Error("nothing was thrown");
}

function expectOurs(failure: unknown): AthanorError {
  if (failure instanceof AthanorError) return failure;
  throw failure;
}
