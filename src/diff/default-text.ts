import { arrayTexts } from "../schema/array-text.js";
import type { Column } from "../schema/column.js";

/** May the column's default be naming this value of an enum, or this sequence? Rather yes than no. */
export function defaultNames(column: Column, text: string): boolean {
  const { default: held } = column;
  if (held === undefined) return false;
  if (held.kind === "expression") return held.sql.includes(text);
  if (held.value === text) return true;
  return column.type.array === true && arrayTexts(String(held.value)).includes(text);
}
