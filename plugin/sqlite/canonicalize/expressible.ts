import type { Column } from "../../../src/schema/column.js";
import type { CheckConstraint } from "../../../src/schema/constraint.js";
import { compact } from "../../../src/schema/compact.js";
import type { Index } from "../../../src/schema/index-definition.js";
import { without } from "../../../src/schema/without.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier, quoteString } from "../../sql/quote.js";

/**
 * The table without what SQLite has no words for: comments, exclusion constraints, methods and payloads of indexes,
 * identities. An enumeration becomes the CHECK that TypeORM writes for it. TypeORM gives primary keys no name here.
 */
export function expressible(table: Table): Table {
  const { columns, primaryKey, checks, indexes, uniques } = table;
  return {
    ...without(table, "comment", "primaryKey"),
    columns: columns.map(withoutIdentity),
    ...(primaryKey && { primaryKey: without(primaryKey, "name") }),
    uniques: uniques.map((unique) => without(unique, "nullsNotDistinct", "include", "deferrable")),
    checks: [...columns.flatMap(enumCheck), ...checks],
    exclusions: [],
    indexes: indexes.map(plainIndex),
  };
}

function withoutIdentity(column: Column): Column {
  return column.generated?.kind === "identity" ? without(column, "generated") : column;
}

function enumCheck({ name, type }: Column): readonly CheckConstraint[] {
  if (type.values === undefined || type.array === true) return [];
  const values = type.values.map(quoteString).join(",");
  return [{ kind: "check", expression: `${quoteIdentifier(name)} IN (${values})` }];
}

function plainIndex({ name, keys, unique, where }: Index): Index {
  const plain = keys.map((key) => without(key, "nulls", "operatorClass", "length"));
  return compact({ name, keys: plain, unique, where });
}
