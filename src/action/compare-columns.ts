import type { CompareColumn } from "../config/environment.js";
import type { ResolvedEnvironment } from "../config/resolved-environment.js";
import type { Column } from "../schema/column.js";
import { nameKey, nameOf, type QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";

type Rule = boolean | CompareColumn;

type Aspect = { readonly rule: Rule; readonly keys: readonly (keyof Column)[] };

/** The wanted schema, in which what the environment says not to compare is as the database has it. */
export function settleColumns(
  wanted: Schema,
  actual: Schema,
  environment: Pick<ResolvedEnvironment, "compareType" | "compareDefault" | "compareComment">,
): Schema {
  const aspects: readonly Aspect[] = [
    { rule: environment.compareType, keys: ["type", "collation", "charset"] },
    { rule: environment.compareDefault, keys: ["default"] },
    { rule: environment.compareComment, keys: ["comment"] },
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
function counts(rule: Rule, database: Column, entity: Column, table: QualifiedName): boolean {
  if (typeof rule === "boolean") return rule;
  return rule(database, entity, table) ?? true;
}

function takeOver(column: Column, from: Column, keys: readonly (keyof Column)[]): Column {
  const others = Object.entries(column).filter(([key]) => !keys.some((own) => own === key));
  const taken = Object.entries(from).filter(([key]) => keys.some((own) => own === key));
  return Object.fromEntries([...others, ...taken]) as Column;
}
