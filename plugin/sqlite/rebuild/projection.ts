import { quoteIdentifier } from "../../sql/quote.js";
import { affinityOf } from "../column-type.js";
import { defaultText } from "../compile/column-clause.js";
import { quoteName } from "../quote-name.js";
import type { ColumnFlow } from "./column-flow.js";
import { identityOf, type Rows } from "./rows.js";
import type { Table } from "../../../src/schema/table.js";

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
