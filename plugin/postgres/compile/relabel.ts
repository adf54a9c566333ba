import type { ColumnDefault } from "../../../src/schema/column-default.js";
import { compact } from "../../../src/schema/compact.js";
import type { Constraint } from "../../../src/schema/constraint.js";
import type { Index } from "../../../src/schema/index-definition.js";
import type { View } from "../../../src/schema/view.js";
import { quoteString } from "../../sql/quote.js";
import { tokenize } from "../../sql/tokens.js";
import type { Dependent } from "./dependents.js";

/** Old value to new value of an enum. */
export type Renamed = Readonly<Record<string, string>>;

/** The SQL text with each string that is a renamed value replaced by the new value. */
export function relabel(sql: string, renamed: Renamed): string {
  const labels = new Map(
    Object.entries(renamed).map(([old, fresh]) => [quoteString(old), quoteString(fresh)]),
  );
  if (labels.size === 0) return sql;
  return tokenize(sql)
    .map(({ text }) => labels.get(text) ?? text)
    .join("");
}

export function relabelView(view: View, renamed: Renamed): View {
  return { ...view, definition: relabel(view.definition, renamed) };
}

export function relabelDependent(dependent: Dependent, renamed: Renamed): Dependent {
  return "index" in dependent
    ? { ...dependent, index: relabelIndex(dependent.index, renamed) }
    : { ...dependent, constraint: relabelConstraint(dependent.constraint, renamed) };
}

export function relabelDefault(
  value: ColumnDefault | undefined,
  renamed: Renamed,
): ColumnDefault | undefined {
  if (value?.kind === "expression") return { ...value, sql: relabel(value.sql, renamed) };
  return typeof value?.value === "string"
    ? { ...value, value: relabelLiteral(value.value, renamed) }
    : value;
}

// The default of an array column is an array literal: {a,"b c"}.
function relabelLiteral(literal: string, renamed: Renamed): string {
  if (!/^\{.*\}$/s.test(literal)) return renamed[literal] ?? literal;
  return literal.replaceAll(/"((?:[^"\\]|\\.)*)"|[^{},"]+/gs, (element, quoted?: string) => {
    const fresh = renamed[quoted?.replaceAll(/\\(.)/gs, "$1") ?? element];
    return fresh === undefined ? element : `"${fresh.replaceAll(/["\\]/g, "\\$&")}"`;
  });
}

function relabelIndex(index: Index, renamed: Renamed): Index {
  const keys = index.keys.map((key) =>
    key.expression === undefined ? key : { ...key, expression: relabel(key.expression, renamed) },
  );
  const where = index.where === undefined ? undefined : relabel(index.where, renamed);
  return compact({ ...index, keys, where });
}

function relabelConstraint(constraint: Constraint, renamed: Renamed): Constraint {
  return "expression" in constraint
    ? { ...constraint, expression: relabel(constraint.expression, renamed) }
    : constraint;
}
