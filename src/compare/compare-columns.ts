import type { Column } from "../schema/column.js";
import { nameKey, nameOf, type QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { ColumnRule, DatabaseHooks } from "../project/database-hooks.js";

type Aspect = { readonly rule: ColumnRule; readonly keys: readonly (keyof Column)[] };

/** The wanted schema, in which what the environment says not to compare is as the database has it. */
export function settleColumns(
  wanted: Schema,
  actual: Schema,
  hooks: Pick<DatabaseHooks, "compareType" | "compareDefault" | "compareComment">,
): Schema {
  const aspects: readonly Aspect[] = [
    { rule: hooks.compareType, keys: ["type", "collation", "charset"] },
    { rule: hooks.compareDefault, keys: ["default"] },
    { rule: hooks.compareComment, keys: ["comment"] },
  ];
  const decided = aspects.filter(({ rule }) => rule !== true);
  if (decided.length === 0) return wanted;
  const tables = new Map(actual.tables.map((table) => [nameKey(table), table]));
  return {
    ...wanted,
    tables: wanted.tables.map((table) => {
      const columns = new Map(
        tables.get(nameKey(table))?.columns.map((column) => [column.name, column]),
      );
      return {
        ...table,
        columns: table.columns.map((column) => {
          const held = columns.get(column.name);
          return held === undefined ? column : settle(column, held, nameOf(table), decided);
        }),
      };
    }),
  };
}

function settle(
  entity: Column,
  database: Column,
  table: QualifiedName,
  aspects: readonly Aspect[],
): Column {
  const ignored = aspects.filter(({ rule }) => !counts(rule, database, entity, table));
  return ignored.reduce((column, { keys }) => takeOver(column, database, keys), entity);
}

/** A rule that does not decide leaves it to the plain comparison. */
function counts(rule: ColumnRule, database: Column, entity: Column, table: QualifiedName): boolean {
  if (typeof rule === "boolean") return rule;
  return rule(database, entity, table) ?? true;
}

function takeOver(column: Column, from: Column, keys: readonly (keyof Column)[]): Column {
  const others = Object.entries(column).filter(([key]) => !keys.some((own) => own === key));
  const taken = Object.entries(from).filter(([key]) => keys.some((own) => own === key));
  return Object.fromEntries([...others, ...taken]) as Column;
}
