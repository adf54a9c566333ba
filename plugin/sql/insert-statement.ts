import type { QualifiedName } from "../../src/schema/name.js";
import type { Statement } from "../../src/plugin/ddl.js";

/** How a dialect writes names and placeholders. */
export type InsertSpeech = {
  readonly quoteName: (name: QualifiedName) => string;
  /** The placeholder of the parameter with this number, from 1: `$1`, or `?`. */
  readonly placeholder: (position: number) => string;
};

/** One INSERT for all of the rows, values as parameters. */
export function insertStatement(
  { quoteName, placeholder }: InsertSpeech,
  table: QualifiedName,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): Statement {
  const places = rows.map((_, row) => {
    const first = row * columns.length + 1;
    return `(${columns.map((_, index) => placeholder(first + index)).join(", ")})`;
  });
  return {
    sql: `INSERT INTO ${quoteName(table)} (${columns.join(", ")}) VALUES ${places.join(", ")}`,
    parameters: rows.flat(),
  };
}
