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
  const [from, to] = endsOf(rename).map(quotedName);
  return `--rename ${forShell(`${from ?? ""}:${to ?? ""}`)}`;
}

/** The names that lead to what would be new: `users`, `country`. */
export function newParts(rename: Rename): readonly string[] {
  const [from = [], to = []] = endsOf(rename);
  return rename.kind === "table" ? to : [...from.slice(0, -1), ...to];
}

function endsOf(rename: Rename): readonly (readonly string[])[] {
  const partsOf = ({ schema, name }: QualifiedName): readonly string[] =>
    schema === undefined ? [name] : [schema, name];
  if (rename.kind === "table") return [partsOf(rename.from), partsOf(rename.to)];
  if (rename.kind === "column") return [[...partsOf(rename.table), rename.from], [rename.to]];
  const { of: place } = rename;
  const owner =
    place.kind === "type" ? partsOf(place.name) : [...partsOf(place.table), place.column];
  return [[...owner, rename.from], [rename.to]];
}

export function quotedName(parts: readonly string[]): string {
  return parts.map(quotedPart).join(".");
}

/** What would be taken for the end of a name stands between double quotes. */
function quotedPart(part: string): string {
  return /[.:"]/u.test(part) ? `"${part.replaceAll('"', '""')}"` : part;
}

/** In single quotes where the shell would read it otherwise. */
export function forShell(text: string): string {
  return /^[\w.:/@=-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * Reads `users:people` (a table) and `users.name:full_name` (a column). A table outside the default schema is written
 * `billing.bill:billing.invoice`: a dot on both sides makes both of them tables. A value of an
 * enumeration reads like a column: `user_status.active:live`, `users.status.active:live`; what the schemas have decides.
 * A name that holds a dot or a colon stands between double quotes: `"price.list".no:number`.
 *
 * @throws AthanorError `MALFORMED_RENAME`.
 */
export function parseRename(text: string): Rename {
  const [from = [], target = [], ...more] = readNames(text) ?? [];
  const [first = "", second, third, ...rest] = from;
  const to = target.at(-1);
  if (from.length === 0 || to === undefined || more.length > 0 || rest.length > 0)
    throw malformed(text);
  if (third !== undefined) {
    const table = { schema: first, name: second ?? "" };
    return { kind: "column", table, from: third, to };
  }
  if (second === undefined) return { kind: "table", from: { name: first }, to: nameFrom(target) };
  if (target.length === 2)
    return { kind: "table", from: { schema: first, name: second }, to: nameFrom(target) };
  return { kind: "column", table: { name: first }, from: second, to };
}

/** The names on each side of the colons; `undefined` where a name is missing or a quote is not closed. */
export function readNames(text: string): readonly (readonly string[])[] | undefined {
  const part = /(?:"((?:[^"]|"")+)"|([^".:]+))([.:]|$)/uy;
  const sides: string[][] = [[]];
  for (let end = "."; end !== "";) {
    const found = part.exec(text);
    if (found === null) return undefined;
    const [, quoted, bare = ""] = found;
    sides.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    end = found[3] ?? "";
    if (end === ":") sides.push([]);
  }
  return sides;
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
