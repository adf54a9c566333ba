import { AthanorError } from "../../src/error/athanor-error.js";

/** Makes the error for what a product cannot do. `owner` begins its sentence. Left out: the dialect's own. */
export type Unsupported = (what: string, alternative: string, owner?: string) => AthanorError;

/**
 * The errors of one dialect for what it cannot do.
 *
 * `unsupportedIn("sqlite", "SQLite has")("sequences", "Use a counting column.")` is `SQLite has no sequences.`, with the
 * code `UNSUPPORTED_OPERATION` and the alternative as what to do.
 */
export function unsupportedIn(dialect: string, owner: string): Unsupported {
  return (what, alternative, whose = owner) =>
    new AthanorError({
      code: "UNSUPPORTED_OPERATION",
      message: `${whose} no ${what}.`,
      suggestions: [alternative],
      facts: { dialect },
    });
}

/** Entries for a dialect's table over kinds of operations: each throws when it is called. */
export function refusing(
  unsupported: Unsupported,
): (what: string, alternative: string) => () => never {
  return (what, alternative) => () => {
    throw unsupported(what, alternative);
  };
}

/** The error for a value that a database cannot hold. */
export function unsupportedValue(message: string): AthanorError {
  return new AthanorError({
    code: "UNSUPPORTED_VALUE",
    message,
    suggestions: [
      "Give a string, number, bigint, boolean, Date, Buffer, null, or data that JSON can hold.",
    ],
  });
}
