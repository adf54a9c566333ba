import type { Constraint } from "./constraint.js";
import type { Index } from "./index-definition.js";
import { mentions } from "./sql-identifier.js";

/** Does the constraint read this column of its own table? */
export function constraintSpans(constraint: Constraint, column: string): boolean {
  if ("expression" in constraint) return mentions(constraint.expression, column);
  const include = constraint.kind === "unique" ? (constraint.include ?? []) : [];
  return constraint.columns.includes(column) || include.includes(column);
}

/** Does the index read this column, as a key, as payload, in an expression or in its predicate? */
export function indexSpans(index: Index, column: string): boolean {
  const columns = [...index.keys.map((key) => key.column), ...(index.include ?? [])];
  return columns.includes(column) || textsOf(index).some((sql) => mentions(sql, column));
}

/** The SQL inside an index: its expressions and its predicate. */
export function textsOf(index: Index): readonly string[] {
  const texts = [...index.keys.map((key) => key.expression), index.where];
  return texts.filter((sql) => sql !== undefined);
}
