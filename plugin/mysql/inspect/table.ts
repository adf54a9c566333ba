import type { Row } from "../../../src/plugin/connection.js";
import type { Server } from "../../../src/plugin/catalog.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { compact } from "../../../src/schema/compact.js";
import type { CheckConstraint, ForeignKey } from "../../../src/schema/constraint.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { emptyTable, type Table, type Trigger } from "../../../src/schema/table.js";
import { without } from "../../../src/schema/without.js";
import { essence } from "../text/expression.js";
import { columnOf } from "./column.js";
import type { TableKeys } from "./index-definition.js";
import { optionsOf, type Relation } from "./relation.js";

/** Everything known of the tables in scope, by table. */
export type Catalog = {
  readonly relations: readonly Relation[];
  /** The collation of each database. */
  readonly databases: ReadonlyMap<string, string>;
  readonly columns: ReadonlyMap<string, readonly Row[]>;
  readonly keys: ReadonlyMap<string, TableKeys>;
  readonly foreignKeys: ReadonlyMap<string, readonly ForeignKey[]>;
  readonly checks: ReadonlyMap<string, readonly CheckConstraint[]>;
  readonly triggers: ReadonlyMap<string, readonly Trigger[]>;
  readonly partitions: ReadonlyMap<string, string>;
  readonly parsers: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Defaults in SQL, by table and column, where the columns' rows do not tell all of them. */
  readonly shownDefaults: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly types: Map<string, ColumnType>;
};

export function assembleTable(relation: Relation, catalog: Catalog, server: Server): Table {
  const { key, name, collation, comment } = relation;
  const checks = catalog.checks.get(key) ?? [];
  const foreignKeys = catalog.foreignKeys.get(key) ?? [];
  const json = new Set(checks.filter(saysJson).map(({ column = "" }) => column));
  const shownDefaults = catalog.shownDefaults.get(key);
  const columns = (catalog.columns.get(key) ?? []).map((row) =>
    columnOf(row, { server, collation, json, types: catalog.types, shownDefaults }),
  );
  const isJson = new Set(
    columns.filter(({ type }) => type.name === "json").map((each) => each.name),
  );
  const usual = catalog.databases.get(name.schema ?? server.defaultSchema ?? "");
  return compact({
    ...emptyTable(name),
    columns,
    primaryKey: catalog.keys.get(key)?.primaryKey,
    checks: checks.filter((check) => !(saysJson(check) && isJson.has(check.column ?? ""))),
    foreignKeys,
    indexes: indexesOf(relation, catalog, foreignKeys),
    triggers: catalog.triggers.get(key),
    comment,
    options: optionsOf(relation, usual, catalog.partitions.get(key)),
  });
}

function saysJson({ column, expression }: CheckConstraint): boolean {
  return column !== undefined && essence(expression) === essence(`json_valid(\`${column}\`)`);
}

function indexesOf(
  { key, engine }: Relation,
  catalog: Catalog,
  foreignKeys: readonly ForeignKey[],
): readonly Index[] {
  const parsers = catalog.parsers.get(key);
  const all = catalog.keys.get(key)?.indexes ?? [];
  return all
    .filter((index) => !foreignKeys.some((each) => isImplicit(index, each)))
    .map((index) => {
      // InnoDB has no hashes, but says so of unique keys over long texts, which MariaDB keeps by one.
      const held = /^innodb$/i.test(engine ?? "") ? without(index, "using") : index;
      const parser = parsers?.get(index.name);
      return parser === undefined ? held : { ...held, parser };
    });
}

/**
 * Is the index the one that InnoDB makes by itself for a foreign key that finds no other? It goes by the foreign key's
 * name, and goes when another index can serve, so it is taken for a part of the foreign key.
 */
function isImplicit(index: Index, key: ForeignKey): boolean {
  const { name, keys, unique, ...rest } = index;
  return (
    name === key.name &&
    !unique &&
    Object.keys(rest).length === 0 &&
    keys.length === key.columns.length &&
    keys.every((each, at) => Object.keys(each).length === 1 && each.column === key.columns[at])
  );
}
