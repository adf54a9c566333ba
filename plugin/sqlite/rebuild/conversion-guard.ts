import type { Statement } from "../../../src/plugin/statement.js";
import type { Column } from "../../../src/schema/column.js";
import { nameText } from "../../../src/schema/name.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { affinityOf, columnTypeText, type Affinity } from "../column-type.js";
import type { ColumnFlow } from "./column-flow.js";
import { selectRows } from "./row-guard.js";
import { rowsOf } from "./rows.js";

/**
 * What a change of type may do to stored values. SQLite converts a value where the new affinity asks for it and the
 * value survives, and silently keeps it as it is where not (https://sqlite.org/datatype3.html#type_affinity): a column of
 * integers would then hold words. So values that would not arrive whole and in the new type stop the change:
 *
 * | to | refused |
 * | --- | --- |
 * | TEXT | bytes; floating-point numbers that text of 15 digits does not give back |
 * | INTEGER | bytes; text that is not a whole number as SQLite writes it (`007` would become 7); fractions |
 * | REAL | bytes; text that is not such a number; integers beyond 2^53 |
 * | NUMERIC | as REAL where the type's name says number, boolean or money; nothing where it does not (dates, JSON) |
 * | BLOB | nothing: every value stays as it is |
 *
 * An expression given by the author (`using`) is trusted.
 */
export function conversionGuard(before: Table, after: Table, flow: ColumnFlow): Statement[] {
  const { column, source, using } = flow;
  if (source === undefined || using !== undefined || column.generated?.kind === "expression")
    return [];
  const becomesStrict = after.options?.strict === true && before.options?.strict !== true;
  const refused = refusedValues(source, column, becomesStrict);
  return refused === undefined ? [] : [guard(before, flow, refused)];
}

/** The condition of the values that the new type refuses; none where it refuses none. */
export function refusedValues(from: Column, to: Column, becomesStrict = false): string | undefined {
  const affinity = affinityOf(to.type);
  if (affinityOf(from.type) === affinity && !becomesStrict) return undefined;
  return refusals[affinity](quoteIdentifier(from.name), columnTypeText(to.type));
}

function guard(before: Table, { column, source }: ColumnFlow, refused: string): Statement {
  const name = source?.name ?? column.name;
  const [old, type] = [columnTypeText(source?.type ?? column.type), columnTypeText(column.type)];
  const shown = [quoteIdentifier(name), `typeof(${quoteIdentifier(name)}) AS "stored as"`];
  return {
    sql: selectRows(rowsOf(before), shown, refused),
    guard: {
      code: "ROWS_NOT_CONVERTIBLE",
      message: `"${name}" of "${nameText(before)}" is to change from ${old} to ${type}, but these values would not survive it. Correct them first, or say with \`using\` how they are converted, such as CAST("${name}" AS ${affinityOf(column.type)}).`,
    },
  };
}

type Refusal = (value: string, type: string) => string | undefined;

const refusals: Readonly<Record<Affinity, Refusal>> = {
  TEXT: (value) =>
    `typeof(${value}) = 'blob' OR (typeof(${value}) = 'real' AND CAST(CAST(${value} AS TEXT) AS REAL) <> ${value})`,
  INTEGER: (value) =>
    `typeof(${value}) = 'blob' OR (typeof(${value}) = 'text' AND (${differsAsNumber(value)} OR typeof(CAST(${value} AS NUMERIC)) <> 'integer')) OR (typeof(${value}) = 'real' AND CAST(${value} AS INTEGER) <> ${value})`,
  REAL: (value) =>
    `${notNumeric(value)} OR (typeof(${value}) = 'integer' AND CAST(CAST(${value} AS REAL) AS INTEGER) <> ${value})`,
  NUMERIC: (value, type) => (/num|dec|bool|money/.test(type) ? notNumeric(value) : undefined),
  BLOB: () => undefined,
};

function notNumeric(value: string): string {
  return `typeof(${value}) = 'blob' OR (typeof(${value}) = 'text' AND ${differsAsNumber(value)})`;
}

/** True unless the text is the number as SQLite would write it, zeros at the end of a fraction aside. */
function differsAsNumber(value: string): string {
  const short = `CASE WHEN instr(${value}, '.') THEN rtrim(rtrim(${value}, '0'), '.') ELSE ${value} END`;
  return `CAST(CAST(${value} AS NUMERIC) AS TEXT) <> ${short}`;
}
