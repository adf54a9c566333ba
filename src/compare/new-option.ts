import { placeText, enumerationOf } from "../diff/enumeration.js";
import { AthanorError } from "../error/athanor-error.js";
import { nameText } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import { forShell, quotedName, readNames } from "./rename-option.js";

/** What to pass so that this is no rename: `--new users.country`. */
export function newFlag(parts: readonly string[]): string {
  return `--new ${forShell(quotedName(parts))}`;
}

/**
 * Reads `users` (a table), `users.country` (a column) and `users.status.live` (a value): as a question names it.
 *
 * @throws AthanorError `MALFORMED_NEW`.
 */
export function parseNew(text: string): string {
  const [parts, ...more] = readNames(text) ?? [];
  if (parts !== undefined && more.length === 0) return parts.join(".");
  throw new AthanorError({
    code: "MALFORMED_NEW",
    message: `"${text}" names nothing new. A table, table.column or table.column.value is named; a name that holds a dot stands between double quotes.`,
    suggestions: ["--new users", "--new users.country"],
    facts: { new: text },
  });
}

/** Of these names, those of things that only the entities have. */
export function namedNew(names: readonly string[], from: Schema, to: Schema): readonly string[] {
  if (names.length === 0) return [];
  const [held, wanted] = [placesIn(from), placesIn(to)];
  return names.filter((name) => wanted.has(name) && !held.has(name));
}

/** The names of all tables, columns and values. */
function placesIn(schema: Schema): ReadonlySet<string> {
  const places = schema.tables.flatMap((table) => [
    nameText(table),
    ...table.columns.flatMap((column) => {
      const own = `${nameText(table)}.${column.name}`;
      const listed = enumerationOf(schema, table, column);
      const values = listed?.values ?? [];
      const within = listed === undefined ? [] : [own, placeText(listed.place)];
      return [own, ...within.flatMap((place) => values.map((value) => `${place}.${value}`))];
    }),
  ]);
  return new Set(places);
}

/** @throws AthanorError `UNUSED_NEW` where something is called new that is not, or that no entity has. */
export function rejectOld(
  given: readonly string[],
  compared: readonly { readonly fresh: readonly string[] }[],
): void {
  const old = given.filter((name) => !compared.some(({ fresh }) => fresh.includes(name)));
  const [first] = old;
  if (first === undefined) return;
  throw new AthanorError({
    code: "UNUSED_NEW",
    message: `"${first}" is not new: --new names a table, a column or a value that the entities have and the database has not.`,
    suggestions: ["athanor diff"],
    facts: { names: old },
  });
}
