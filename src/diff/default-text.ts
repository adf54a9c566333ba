import type { Column } from "../schema/column.js";

/** May the column's default be naming this value of an enum, or this sequence? Rather yes than no. */
export function defaultNames(column: Column, text: string): boolean {
  const { default: held } = column;
  if (held === undefined) return false;
  return held.kind === "value" ? held.value === text : held.sql.includes(text);
}
