import type { QualifiedName } from "../../schema/name.js";
import { nameText } from "../../schema/name.js";
import { compact } from "../../schema/compact.js";
import type { Origin, TextContent } from "../origin.js";
import { isSameName } from "./name-likeness.js";

/** What the ORM calls tables and columns: `users` to `User`, `users.usr_nm` to `userName`. */
export type EntityNames = {
  readonly entities: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
  /** What the ORM keeps in texts: `post.tags` to `list`. Left out: nothing but text, as far as is known. */
  readonly contents?: Readonly<Record<string, TextContent>>;
};

export type Memory = {
  readonly now: EntityNames;
  /** As they were when a revision was last generated: only those that the database's own names do not tell. */
  readonly before: EntityNames;
};

export const noNames: EntityNames = { entities: {}, properties: {} };

export function namesOf(
  origins: readonly Origin[],
  tells: (origin: Origin) => boolean = () => true,
): EntityNames {
  const entities = origins.filter(tells).map(({ table, entity }) => [nameText(table), entity]);
  const properties = origins.flatMap(({ table, properties: own }) =>
    Object.entries(own).map(([column, property]) => [inTable(table, column), property]),
  );
  const contents = origins.flatMap(({ table, contents: own = {} }) =>
    Object.entries(own).map(([column, content]) => [inTable(table, column), content] as const),
  );
  return {
    entities: Object.fromEntries(entities),
    properties: Object.fromEntries(properties),
    ...compact({ contents: contents.length === 0 ? undefined : Object.fromEntries(contents) }),
  };
}

/** Those that the database's own names do not tell: `usr_nm` does not say `userName`, `user_name` does. */
export function worthRemembering(origins: readonly Origin[]): EntityNames {
  return namesOf(
    origins.map((origin) => ({
      ...origin,
      properties: Object.fromEntries(
        Object.entries(origin.properties).filter(([column, name]) => !isSameName(column, name)),
      ),
    })),
    ({ table, entity }) => !isSameName(table.name, entity),
  );
}

/** Why the class of the wanted table speaks for the old one; `undefined` where it does not. */
export function tableMemory(
  { now, before }: Memory,
  from: QualifiedName,
  to: QualifiedName,
): string | undefined {
  const entity = lookUp(now.entities, nameText(to));
  if (entity === undefined) return undefined;
  const known = lookUp(before.entities, nameText(from));
  return saysSame(known, from.name, to.name, entity)
    ? `the class "${entity}" had this table`
    : undefined;
}

/** A column. */
export type Place = { readonly table: QualifiedName; readonly column: string };

/** The same for a column, each end with the name of its table then. */
export function columnMemory({ now, before }: Memory, from: Place, to: Place): string | undefined {
  const property = lookUp(now.properties, inTable(to.table, to.column));
  if (property === undefined) return undefined;
  const known = lookUp(before.properties, inTable(from.table, from.column));
  return saysSame(known, from.column, to.column, property)
    ? `the property "${property}" had this column`
    : undefined;
}

/** What the ORM keeps in the text that the column is now, or was. */
export function contentOf({ now, before }: Memory, from: Place, to: Place) {
  const [is = {}, was = {}] = [now.contents, before.contents];
  return lookUp(is, inTable(to.table, to.column)) ?? lookUp(was, inTable(from.table, from.column));
}

/** The old thing was called as the class or property is, by what is remembered or else by its own name; the new one is not. */
function saysSame(known: string | undefined, from: string, to: string, name: string): boolean {
  if (known !== undefined) return known === name;
  return isSameName(from, name) && !isSameName(to, name);
}

function inTable(table: QualifiedName, column: string): string {
  return `${nameText(table)}.${column}`;
}

function lookUp<Value>(names: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(names, key) ? names[key] : undefined;
}
