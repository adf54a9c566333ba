import { compact } from "../../src/schema/compact.js";
import type { Column } from "../../src/schema/column.js";
import { nameText } from "../../src/schema/name.js";
import type { Table, TableOptions } from "../../src/schema/table.js";
import { readColumn, readComment } from "./column.js";
import {
  readChecks,
  readExclusions,
  readForeignKeys,
  readPrimaryKey,
  readUniques,
} from "./constraint.js";
import { readIndexes } from "./index-definition.js";
import type { OrmColumn, OrmEntity } from "./orm.js";
import { entityName } from "./reading.js";
import type { Reading } from "./reading.js";

/** The table of one entity, junction or closure. */
export function readTable(entity: OrmEntity, reading: Reading): Table {
  const name = entityName(entity, reading);
  const columns = columnsOf(entity);
  return compact({
    ...name,
    columns: columns.map((column) => readColumn(column, name, reading)),
    primaryKey: readPrimaryKey(columns, name, reading),
    uniques: firstOfEachName(readUniques(entity, reading)),
    checks: firstOfEachName(readChecks(entity, reading)),
    exclusions: firstOfEachName(readExclusions(entity, reading)),
    foreignKeys: firstOfEachName(readForeignKeys(entity, reading)),
    indexes: readUniqueIndexes(entity, reading),
    comment: reading.dialect.capabilities.tableComments ? readComment(entity.comment) : undefined,
    options: readOptions(entity, reading),
  });
}

/** The columns that exist in the database; children of one inheritance table may bring the same one several times. */
export function columnsOf(entity: OrmEntity): OrmColumn[] {
  const real = entity.columns.filter((column) => !column.isVirtualProperty);
  return firstOfEach(real, (column) => column.databaseName);
}

function readUniqueIndexes(entity: OrmEntity, reading: Reading): Table["indexes"] {
  const indexes = readIndexes(entity, reading);
  const kept = firstOfEachName(indexes);
  for (const index of indexes) {
    const same = kept.find((candidate) => candidate.name === index.name);
    if (same === index || JSON.stringify(same) === JSON.stringify(index)) continue;
    const table = nameText(entityName(entity, reading));
    reading.note(
      `"${table}" has two different indexes named "${index.name}"; only the first is made. Give one of them a name of its own.`,
    );
  }
  return kept;
}

function readOptions(entity: OrmEntity, reading: Reading): TableOptions | undefined {
  const { tableOptions = [] } = reading.dialect.orm;
  if (tableOptions.includes("engine") && entity.engine) return { engine: entity.engine };
  return tableOptions.includes("withoutRowid") && entity.withoutRowid
    ? { withoutRowid: true }
    : undefined;
}

/**
 * One table out of two entities that share it. TypeORM lets the later entity change the columns of the earlier,
 * and everything else add up.
 */
export function mergeTables(first: Table, second: Table): Table {
  return compact({
    ...first,
    ...second,
    ...mergeLists(first, second),
    columns: mergeColumns(first.columns, second.columns),
  });
}

/** The table of an entity that is also the table of a `@JoinTable`: the entity knows its columns, and may have more. */
export function addJunction(table: Table, junction: Table): Table {
  const columns = firstOfEachName([...table.columns, ...junction.columns]);
  return { ...table, ...mergeLists(table, junction), columns };
}

function mergeColumns(first: readonly Column[], second: readonly Column[]): Column[] {
  const changed = new Map(second.map((column) => [column.name, column]));
  return firstOfEachName([...first.map((column) => changed.get(column.name) ?? column), ...second]);
}

function mergeLists(first: Table, second: Table): Omit<Table, "name" | "schema" | "columns"> {
  return {
    uniques: firstOfEachName([...first.uniques, ...second.uniques]),
    checks: firstOfEachName([...first.checks, ...second.checks]),
    exclusions: firstOfEachName([...first.exclusions, ...second.exclusions]),
    foreignKeys: firstOfEachName([...first.foreignKeys, ...second.foreignKeys]),
    indexes: firstOfEachName([...first.indexes, ...second.indexes]),
  };
}

function firstOfEachName<Named extends { readonly name?: string }>(all: readonly Named[]): Named[] {
  return firstOfEach(all, ({ name }) => name ?? "");
}

function firstOfEach<Item>(all: readonly Item[], key: (item: Item) => string): Item[] {
  const known = new Set<string>();
  return all.filter((item) => !known.has(key(item)) && known.add(key(item)));
}
