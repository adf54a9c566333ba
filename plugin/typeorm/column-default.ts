import type { ColumnDefault } from "../../src/schema/column-default.js";
import type { OrmColumn } from "./orm.js";
import type { Reading } from "./reading.js";

/** The default of a column, as the text that TypeORM would write means it; `undefined` where there is none. */
export function readColumnDefault(column: OrmColumn, reading: Reading): ColumnDefault | undefined {
  const stated = column.default;
  if (stated === undefined || stated === null) return undefined;
  if (typeof stated === "function") return readExpression(stated(), column, reading);
  if (typeof stated === "number" && isNumeric(column, reading))
    return { kind: "value", value: numberIn(stated, column, reading) };
  if (typeof stated === "boolean") return { kind: "value", value: stated };
  const { momentText } = reading.dialect.orm.defaults;
  if (stated instanceof Date && momentText !== undefined) {
    return { kind: "value", value: momentText(stated) };
  }
  return readText(stated, column, reading);
}

/** The driver puts some functions into other words (`CURRENT_TIMESTAMP` is `now()` on PostgreSQL). */
function readExpression(
  result: unknown,
  column: OrmColumn,
  reading: Reading,
): ColumnDefault | undefined {
  if (result === undefined || result === null) return undefined;
  if (typeof result !== "string") return { kind: "expression", sql: String(result) };
  if (reading.dialect.orm.defaults.expressionsAsStated) return { kind: "expression", sql: result };
  return { kind: "expression", sql: reading.dataSource.driver.normalizeDefault(column) ?? result };
}

/** Some of TypeORM's drivers write as many digits after the point as the column's scale says: none where it says nothing. */
function numberIn(stated: number, column: OrmColumn, reading: Reading): number {
  if (reading.dialect.orm.defaults.roundsToScale !== true) return stated;
  const written = Number(stated.toFixed(column.scale ?? 0));
  if (written !== stated) {
    reading.note(
      `The default ${stated} of column "${column.databaseName}" is ${written}, as TypeORM writes it here. State its "scale", or write the default as a text.`,
    );
  }
  return written;
}

function isNumeric(column: OrmColumn, reading: Reading): boolean {
  if (!Number.isFinite(column.default)) return false;
  const { numericTypes } = reading.dialect.orm.defaults;
  return (
    numericTypes === "all" || numericTypes.includes(reading.dataSource.driver.normalizeType(column))
  );
}

function readText(stated: unknown, column: OrmColumn, reading: Reading): ColumnDefault | undefined {
  const text = reading.dataSource.driver.normalizeDefault(column);
  if (text === undefined) return undefined;
  if (text.startsWith("'") && text.endsWith("'") && text.length > 1) {
    const inside = text.slice(1, -1);
    return { kind: "value", value: unescape(inside, stated) };
  }
  // TypeORM 0.3 writes `[object Object]` on SQLite.
  return typeof stated === "object" && !text.startsWith("jsonb(")
    ? { kind: "value", value: JSON.stringify(stated) }
    : { kind: "expression", sql: text };
}

/**
 * TypeORM writes strings between quotes as they are. Who doubled the quotes inside by hand means one of each;
 * who did not would get a broken statement from TypeORM, and means the text as it stands.
 */
function unescape(inside: string, stated: unknown): string {
  if (/^(?:[^']|'')*$/.test(inside)) return inside.replaceAll("''", "'");
  return typeof stated === "string" ? stated : inside;
}
