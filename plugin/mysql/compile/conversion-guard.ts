import type { AlterColumn } from "../../../src/operation/column-operation.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import type { Column } from "../../../src/schema/column.js";
import { nameText, type QualifiedName } from "../../../src/schema/name.js";
import type { Table } from "../../../src/schema/table.js";
import { columnTypeText, isCharacter, normalizeType } from "../column-type.js";
import { quoteIdentifier, quoteList, quoteName } from "../quote-name.js";
import { exact } from "../value/judge.js";
import { lostValues } from "../value/round-trip.js";

/** How many offending rows are shown. */
const shown = 5;

/**
 * Questions to the rows before a column changes where it stands: which hold no value where one is asked for, and which hold
 * one that the new type would cut, round, or refuse. The server itself rounds without a word, and outside strict mode cuts
 * too.
 */
export function conversionGuards(
  { table, from, to }: AlterColumn,
  before: Table,
): readonly Statement[] {
  if (from.generated?.kind === "expression" || to.generated?.kind === "expression") return [];
  const column = quoteIdentifier(from.name);
  const wrong = [lostValues(column, from.type, to.type), ...recoded(column, from, to)].filter(
    (condition) => condition !== undefined,
  );
  return [
    ...(from.nullable && !to.nullable ? [nullGuard(table, before, from.name, column)] : []),
    ...(wrong.length === 0 ? [] : [valueGuard(table, before, { from, to }, wrong.join(" OR "))]),
  ];
}

/** Rows for which the column would have no value. */
export function nullGuard(
  table: QualifiedName,
  before: Table,
  name: string,
  value: string,
): Statement {
  return {
    sql: selectRows(table, before, name, `${value} IS NULL`),
    guard: {
      code: "ROWS_VIOLATE_NOT_NULL",
      message: `"${name}" of "${nameText(table)}" is to be NOT NULL, but these rows would hold no value in it. Fill it first.`,
    },
  };
}

function valueGuard(
  table: QualifiedName,
  before: Table,
  { from, to }: Pick<AlterColumn, "from" | "to">,
  condition: string,
): Statement {
  const [old, fresh] = [from, to].map(({ type }) => columnTypeText(normalizeType(type)));
  return {
    sql: selectRows(table, before, from.name, condition),
    guard: {
      code: "ROWS_NOT_CONVERTIBLE",
      message: `"${from.name}" of "${nameText(table)}" is to change from ${old} to ${fresh}, but these values would not survive it. ${adviceFor(from)}`,
    },
  };
}

function adviceFor({ type }: Column): string {
  return type.values === undefined
    ? "Correct them first, or say with `using` what becomes of them."
    : "Change the rows first, or say with `renamed` which value takes the place of which.";
}

function selectRows(
  table: QualifiedName,
  { primaryKey }: Table,
  name: string,
  condition: string,
): string {
  const columns = quoteList([...new Set([...(primaryKey?.columns ?? []), name])]);
  return `SELECT ${columns} FROM ${quoteName(table)} WHERE ${condition} LIMIT ${shown}`;
}

// What the new character set lacks comes back as question marks.
function recoded(column: string, from: Column, to: Column): readonly string[] {
  const set = charsetOf(to);
  const changes = set !== undefined && set !== charsetOf(from) && !set.startsWith("utf8mb4");
  if (!changes || !isCharacter(from.type) || !isCharacter(to.type)) return [];
  const there = `CONVERT(CONVERT(${column} USING ${set}) USING utf8mb4)`;
  return [`${exact(there)} <> ${exact(column)}`];
}

function charsetOf({ charset, collation }: Column): string | undefined {
  return charset ?? collation?.split("_")[0];
}
