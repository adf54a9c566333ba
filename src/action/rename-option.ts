import { AthanorError } from "../error/athanor-error.js";
import type { Rename } from "../diff/rename.js";
import { placeText } from "../diff/enumeration.js";
import { nameText, type QualifiedName } from "../schema/name.js";

/** `users`, `users.name`, `users.status.active`: the old thing, as a flag names it. */
export function oldText(rename: Rename): string {
  switch (rename.kind) {
    case "table":
      return nameText(rename.from);
    case "column":
      return `${nameText(rename.table)}.${rename.from}`;
    case "value":
      return `${placeText(rename.of)}.${rename.from}`;
  }
}

/** What to pass for this rename, as a shell takes it: `--rename users.name:fullName`. */
export function flagText(rename: Rename): string {
  const to = rename.kind === "table" ? nameText(rename.to) : rename.to;
  return `--rename ${forShell(`${oldText(rename)}:${to}`)}`;
}

/** In single quotes where the shell would read it otherwise. */
export function forShell(text: string): string {
  return /^[\w.:/@=-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * Reads `users:people` (a table) and `users.name:full_name` (a column). A table outside the default schema is written
 * `billing.bill:billing.invoice`: a dot on both sides makes both of them tables. A value of an
 * enumeration reads like a column: `user_status.active:live`, `users.status.active:live`; what the schemas have decides.
 *
 * @throws AthanorError `MALFORMED_RENAME`.
 */
export function parseRename(text: string): Rename {
  const [from = "", to = "", ...more] = text.split(":");
  const [first = "", second, third, ...rest] = from.split(".");
  const target = to.split(".");
  if (from === "" || to === "" || more.length > 0 || rest.length > 0) throw malformed(text);
  if (third !== undefined) {
    const table = { schema: first, name: second ?? "" };
    return { kind: "column", table, from: third, to: target.at(-1) ?? to };
  }
  if (second === undefined) return { kind: "table", from: { name: first }, to: nameFrom(target) };
  if (target.length === 2)
    return { kind: "table", from: { schema: first, name: second }, to: nameFrom(target) };
  return { kind: "column", table: { name: first }, from: second, to };
}

function nameFrom(parts: readonly string[]): QualifiedName {
  const [first = "", second] = parts;
  return second === undefined ? { name: first } : { schema: first, name: second };
}

function malformed(text: string): AthanorError {
  return new AthanorError({
    code: "MALFORMED_RENAME",
    message: `"${text}" is no rename. A rename is an old name and a new one with ":" between them, of a table or of table.column.`,
    suggestions: ["--rename users:people", "--rename users.name:full_name"],
    facts: { rename: text },
  });
}
