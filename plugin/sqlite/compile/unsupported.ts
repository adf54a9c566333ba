import { AthanorError } from "../../../src/error/athanor-error.js";

/** What SQLite cannot do, and what to write instead. */
export function unsupported(what: string, alternative: string): AthanorError {
  return new AthanorError({
    code: "UNSUPPORTED_OPERATION",
    message: `SQLite has no ${what}.`,
    suggestions: [alternative],
    facts: { dialect: "sqlite" },
  });
}
