import { AthanorError } from "../error/athanor-error.js";

export function missing(kind: string, name: string): string {
  return `The database has no ${kind} "${name}" to rename.`;
}

export function unwanted(kind: string, name: string): string {
  return `No entity has a ${kind} "${name}": a rename leads to a name that the entities use.`;
}

export function occupied(kind: string, name: string): string {
  return `The database already has a ${kind} "${name}": drop or rename that one first, in a revision of its own.`;
}

/** @throws AthanorError `INVALID_RENAME` unless the rule holds. */
export function demand(holds: boolean, rename: object, message: string): void {
  if (holds) return;
  throw new AthanorError({
    code: "INVALID_RENAME",
    message,
    suggestions: [
      "athanor diff",
      "--rename OLD_TABLE:NEW_TABLE",
      "--rename TABLE.OLD:NEW",
      "--rename ENUM.OLD:NEW",
    ],
    facts: { rename },
  });
}
