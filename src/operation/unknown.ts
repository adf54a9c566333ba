import { AthanorError } from "../error/athanor-error.js";
import type { QualifiedName } from "../schema/name.js";
import { nameText } from "../schema/name.js";

export type UnknownKind =
  | "table"
  | "column"
  | "constraint"
  | "index"
  | "enum"
  | "sequence"
  | "view"
  | "schema"
  | "extension";

/** `UNKNOWN_TABLE`, `UNKNOWN_COLUMN`, ...: an operation names a thing that is not there. */
export function unknown(kind: UnknownKind, name: string, within?: QualifiedName): AthanorError {
  const where = within === undefined ? "the database" : `"${nameText(within)}"`;
  return new AthanorError({
    code: `UNKNOWN_${kind.toUpperCase() as Uppercase<UnknownKind>}`,
    message: `There is no ${kind} "${name}" in ${where}.`,
    facts: within === undefined ? { name } : { name, within: nameText(within) },
  });
}
