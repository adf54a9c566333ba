import { AthanorError } from "../../../src/error/athanor-error.js";

/** What the product cannot do, and what to write instead. */
export function unsupported(
  what: string,
  alternative: string,
  product = "MySQL and MariaDB have",
): AthanorError {
  return new AthanorError({
    code: "UNSUPPORTED_OPERATION",
    message: `${product} no ${what}.`,
    suggestions: [alternative],
    facts: { dialect: "mysql" },
  });
}
