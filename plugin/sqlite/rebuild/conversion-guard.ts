import type { Statement } from "../../../src/plugin/statement.js";
import { nameText } from "../../../src/schema/name.js";
import type { Table } from "../../../src/schema/table.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { affinityOf, columnTypeText } from "../column-type.js";
import { lostValues } from "../round-trip.js";
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
 * | NUMERIC | as REAL where the type's name says number, boolean or money |
 * | BLOB | nothing: every value stays as it is |
 *
 * and what does not come back from the new affinity as it was: `1e2` from a column of dates, `9007199254740993` from REAL.
 * Blanks around a number and zeros at the end of its fraction do not count.
 *
 * An expression given by the author (`using`) is trusted.
 */
export function conversionGuard(before: Table, after: Table, flow: ColumnFlow): Statement[] {
  const { column, source, using } = flow;
  if (source === undefined || using !== undefined || column.generated?.kind === "expression")
    return [];
  const becomesStrict = after.options?.strict === true && before.options?.strict !== true;
  const refused = lostValues(source, column, becomesStrict);
  return refused === undefined ? [] : [guard(before, flow, refused)];
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
