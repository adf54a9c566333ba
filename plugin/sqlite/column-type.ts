import { compact } from "../../src/schema/compact.js";
import type { ColumnType } from "../../src/schema/column-type.js";

/** What SQLite makes of values stored in a column: https://sqlite.org/datatype3.html#determination_of_column_affinity */
export type Affinity = "INTEGER" | "TEXT" | "BLOB" | "REAL" | "NUMERIC";

/**
 * The declared type of a column, lower-cased, its arguments split off: `VARCHAR(255)` is
 * `{ name: "varchar", length: 255 }`, `decimal(10,2)` is `{ name: "decimal", precision: 10, scale: 2 }`.
 * A column without a type has the empty name.
 */
export function readColumnType(declared: string): ColumnType {
  if (/^[a-z]*$/.test(declared)) return { name: declared };
  const text = declared.replaceAll(/\s+/g, " ").trim().toLowerCase();
  const found = /^(.*?) ?\( ?(\d{1,9})(?: ?, ?(\d{1,9}))? ?\)$/.exec(text);
  if (found === null) return { name: text };
  const [, name = "", first, second] = found;
  const [precision, scale] = [Number(first), second === undefined ? undefined : Number(second)];
  if (scale === undefined && countsLength(name)) return { name, length: precision };
  return compact({ name, precision, scale });
}

/** The type as it is declared: `varchar(255)`. Enumerations are plain text, as TypeORM declares them; a CHECK holds their values. */
export function columnTypeText(type: ColumnType): string {
  const { name, length, precision, scale } = type;
  if (type.values !== undefined || name === "") return name;
  const ending = type.array === true ? " array" : "";
  if (typeof length === "number") return `${name}(${length})`;
  if (precision === undefined) return `${name}${ending}`;
  return scale === undefined ? `${name}(${precision})` : `${name}(${precision},${scale})`;
}

/** A single argument is a length where text or bytes are declared, else a precision. */
function countsLength(name: string): boolean {
  return /char|text|clob|blob|binary|string/.test(name);
}

export function affinityOf(type: ColumnType): Affinity {
  const name = columnTypeText(type).toLowerCase();
  if (name.includes("int")) return "INTEGER";
  if (/char|clob|text/.test(name)) return "TEXT";
  if (name === "" || name.includes("blob")) return "BLOB";
  return /real|floa|doub/.test(name) ? "REAL" : "NUMERIC";
}
