import { quoteIdentifier } from "../../sql/quote.js";
import { affinityOf } from "../column-type.js";
import { quoteName } from "../quote-name.js";
import type { ColumnFlow } from "./column-flow.js";
import type { Table } from "../../../src/schema/table.js";
import { defaultText } from "../column-default.js";
import { identityOf, type Rows, rowidName } from "./row-guard.js";

/** The columns that INSERT fills; generated columns fill themselves, new ones take their defaults. */
export function isCopied({ column, source, using }: ColumnFlow): boolean {
  return column.generated?.kind !== "expression" && (source !== undefined || using !== undefined);
}

/** The SQL that gives the value from a row of the old table. */
export function valueOf({ source, using }: ColumnFlow): string {
  return using === undefined ? quoteIdentifier(source?.name ?? "") : `(${using})`;
}

/** The rows as they will be: what the guards ask. Values are converted where the copy will convert them. */
export function projectedRows(before: Table, flows: readonly ColumnFlow[]): Rows {
  const isGenerated = ({ column }: ColumnFlow): boolean => column.generated?.kind === "expression";
  const identity = identityOf(before);
  const plain = [
    ...identity.map((name, at) => `${name} AS ${label(at)}`),
    ...flows
      .filter((flow) => !isGenerated(flow))
      .map((flow) => `${converted(flow)} AS ${quoteIdentifier(flow.column.name)}`),
  ];
  const computed = flows.flatMap(({ column: { name, generated } }) =>
    generated?.kind === "expression"
      ? [`(${generated.expression}) AS ${quoteIdentifier(name)}`]
      : [],
  );
  const rows = `(SELECT ${plain.join(", ")} FROM ${quoteName(before)})`;
  const from = computed.length === 0 ? rows : `(SELECT *, ${computed.join(", ")} FROM ${rows})`;
  const shown = identity.map((name, at) => `${label(at)} AS ${name}`);
  return { table: before, from, identity: shown };
}

function label(at: number): string {
  return quoteIdentifier(`athanor_row_${at}`);
}

function converted(flow: ColumnFlow): string {
  const { column, source, using } = flow;
  if (source === undefined && using === undefined) {
    return column.default === undefined ? "NULL" : defaultText(column.default);
  }
  const affinity = affinityOf(column.type);
  const changes = source === undefined || affinityOf(source.type) !== affinity;
  const casts = changes && ["INTEGER", "TEXT", "REAL"].includes(affinity);
  return casts ? `CAST(${valueOf(flow)} AS ${affinity})` : valueOf(flow);
}

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
