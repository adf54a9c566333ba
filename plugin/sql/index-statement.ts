import type { Index, IndexKey } from "../../src/schema/index-definition.js";
import { quoteIdentifier, quoteList } from "./quote.js";

/** Where an index goes and how it is made. Names come quoted. */
export type IndexPlace = {
  /** The index's own name, qualified where the dialect wants it so. */
  readonly name: string;
  readonly table: string;
  readonly concurrently?: boolean | undefined;
  readonly ifNotExists?: boolean | undefined;
};

/** `CREATE UNIQUE INDEX "x" ON "t" USING gin (lower(a) DESC) WHERE (b)`; parts that are left out are not written. */
export function createIndexText(index: Index, place: IndexPlace): string {
  const words = [
    "CREATE",
    index.unique ? "UNIQUE" : undefined,
    "INDEX",
    place.concurrently === true ? "CONCURRENTLY" : undefined,
    place.ifNotExists === true ? "IF NOT EXISTS" : undefined,
    `${place.name} ON ${place.table}`,
    index.using === undefined ? undefined : `USING ${index.using}`,
    `(${index.keys.map(indexKeyText).join(", ")})`,
    index.include === undefined ? undefined : `INCLUDE (${quoteList(index.include)})`,
    index.nullsNotDistinct === true ? "NULLS NOT DISTINCT" : undefined,
    index.parameters === undefined ? undefined : `WITH (${parameterList(index.parameters)})`,
    index.where === undefined ? undefined : `WHERE ${index.where}`,
  ];
  return words.filter((word) => word !== undefined).join(" ");
}

/** `fillfactor = '70', fastupdate = 'off'`. */
export function parameterList(parameters: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(parameters);
  return pairs.map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`).join(", ");
}

/** `"a" COLLATE "C" text_pattern_ops DESC NULLS LAST`; expressions stand in parentheses. */
export function indexKeyText(key: IndexKey): string {
  const words = [
    key.column === undefined ? `(${key.expression ?? ""})` : quoteIdentifier(key.column),
    key.collation === undefined ? undefined : `COLLATE ${quoteDotted(key.collation)}`,
    key.operatorClass === undefined ? undefined : quoteDotted(key.operatorClass),
    key.descending === true ? "DESC" : undefined,
    key.nulls === undefined ? undefined : `NULLS ${key.nulls.toUpperCase()}`,
  ];
  return words.filter((word) => word !== undefined).join(" ");
}

/** Collations and operator classes are held with their schema where it has to be named: `extensions.gin_trgm_ops`. */
export function quoteDotted(name: string): string {
  const parts = /^(\w+)\.(\w+)$/.exec(name);
  return parts === null ? quoteIdentifier(name) : parts.slice(1).map(quoteIdentifier).join(".");
}
