import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";
import type { ColumnFlow } from "./column-flow.js";
import { isCopied, valueOf } from "./projection.js";
import { rowidName } from "./rows.js";

/**
 * Moves all rows in one statement; nothing where no column stays. OR ABORT overrides the conflict clauses of the table,
 * which could drop rows on their way.
 */
export function copyStatement(
  before: Table,
  temporary: Table,
  flows: readonly ColumnFlow[],
): string {
  const copied = flows.filter(isCopied);
  const rowid = keptRowid(before, temporary);
  const names = [...rowid, ...copied.map(({ column }) => quoteIdentifier(column.name))];
  const values = [...rowid, ...copied.map(valueOf)];
  if (names.length === 0) return "";
  const into = `INSERT OR ABORT INTO ${quoteName(temporary)}`;
  // Written so, SQLite moves whole pages, indexes too, if the tables are alike enough: https://sqlite.org/src/doc/trunk/src/insert.c
  if (rowid.length === 0 && areTheSame(before, temporary, flows)) {
    return `${into} SELECT * FROM ${quoteName(before)}`;
  }
  return `${into} (${names.join(", ")}) SELECT ${values.join(", ")} FROM ${quoteName(before)}`;
}

/** Every column comes from the one in its place. */
function areTheSame(before: Table, temporary: Table, flows: readonly ColumnFlow[]): boolean {
  const isGenerated = before.columns.some(({ generated }) => generated?.kind === "expression");
  return (
    !isGenerated &&
    before.columns.length === temporary.columns.length &&
    flows.every(
      (flow, at) =>
        isCopied(flow) &&
        flow.using === undefined &&
        flow.source?.name === before.columns[at]?.name,
    )
  );
}

/** The hidden number of the rows, where both tables have one that is no column. */
function keptRowid(before: Table, copy: Table): readonly string[] {
  if (!hidesRowid(before) || !hidesRowid(copy)) return [];
  const name = rowidName([...before.columns, ...copy.columns]);
  return name === undefined ? [] : [name];
}

function hidesRowid({ columns, primaryKey, options }: Table): boolean {
  const [only, ...others] = primaryKey?.columns ?? [];
  const key = others.length === 0 ? columns.find(({ name }) => name === only) : undefined;
  const isAlias = key?.type.name === "integer" && primaryKey?.descending?.[0] !== true;
  return options?.withoutRowid !== true && !isAlias;
}
