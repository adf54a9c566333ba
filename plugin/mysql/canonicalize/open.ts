import type { Column } from "../../../src/schema/column.js";
import type { ColumnDefault } from "../../../src/schema/column-default.js";
import type { ColumnType } from "../../../src/schema/column-type.js";
import { sameValue } from "../../../src/schema/equality.js";
import type { Table } from "../../../src/schema/table.js";
import type { View } from "../../../src/schema/view.js";
import { isCharacter, isMoment, isPredictable } from "../column-type.js";

/** Must the server be asked what it makes of this table? What equals what it has is settled. */
export function openTable(wanted: Table, actual: Table | undefined): true | undefined {
  const isOpen =
    isOpenWriting(wanted) ||
    wanted.columns.some((column) => isOpenColumn(column, actual)) ||
    wanted.checks.some((check) => !actual?.checks.some((held) => sameValue(held, check))) ||
    wanted.indexes.some(
      (index) =>
        index.keys.some(({ expression }) => expression !== undefined) &&
        !actual?.indexes.some((held) => sameValue(held, index)),
    );
  return isOpen || undefined;
}

/** The server writes every view in its own words, so few are the same at first sight. */
export function openView(wanted: View, actual: View | undefined): boolean {
  return wanted.definition !== actual?.definition;
}

/** A character set alone has the collation that the server gives it. */
function isOpenWriting({ options }: Table): boolean {
  return options?.charset !== undefined && options.collation === undefined;
}

function isOpenColumn(column: Column, actual: Table | undefined): boolean {
  const held = actual?.columns.find(({ name }) => name === column.name);
  if (held !== undefined && sameValue(held, column)) return false;
  const { type, charset, collation, generated } = column;
  return (
    !isPredictable(type) ||
    (charset !== undefined && collation === undefined) ||
    generated?.kind === "expression" ||
    isOpenDefault(column)
  );
}

function isOpenDefault({ type, nullable, default: value, generated }: Column): boolean {
  // Old servers give the first timestamp of a table a default of their own.
  if (value === undefined) return type.name === "timestamp" && !nullable && generated === undefined;
  return value.kind === "expression" ? !isKnownText(value.sql, type) : !isKnown(value, type);
}

function isKnownText(sql: string, type: ColumnType): boolean {
  if (isMoment(type)) return /^CURRENT_TIMESTAMP(\([1-6]\))?$/.test(sql);
  return type.name === "bit"
    ? /^b'[01]+'$/.test(sql)
    : /int$/.test(type.name) && /^-?\d+$/.test(sql);
}

function isKnown({ value }: ColumnDefault & { readonly kind: "value" }, type: ColumnType): boolean {
  if (typeof value === "string") return isCharacter(type) && type.name !== "set";
  if (typeof value !== "number") return false;
  if (/int$/.test(type.name)) return Number.isInteger(value);
  const fraction = String(value).split(".")[1] ?? "";
  return type.name === "decimal" && fraction.length <= (type.scale ?? 0) && !/e/.test(fraction);
}
