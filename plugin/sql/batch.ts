import { AthanorError } from "../../src/error/athanor-error.js";
import { nameText, type QualifiedName } from "../../src/schema/name.js";

/** An operation of this kind stands in a batch that is about one table. */
export function foreignToBatch(kind: string, table: QualifiedName): AthanorError {
  return new AthanorError({
    code: "UNSUPPORTED_OPERATION",
    message: `"${kind}" cannot be part of the batch on "${nameText(table)}": a batch holds changes inside one table.`,
    suggestions: ["Call it before or after the batch."],
  });
}
