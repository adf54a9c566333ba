import { isDeepStrictEqual } from "node:util";
import { AthanorError } from "../../error/athanor-error.js";
import type { Constraint } from "../../schema/constraint.js";
import type { Index } from "../../schema/index-definition.js";
import type { Table } from "../../schema/table.js";
import { constraintsOf } from "../../schema/table.js";
import { nameText, sameName } from "../../schema/name.js";
import type { TableName } from "./table-name.js";
import { readName, writeName } from "./table-name.js";

/**
 * Which constraint of a table is meant: its name, or for one without a name what it holds.
 *
 * @example "FK_post_author"
 * @example { foreignKey: ["authorId"], references: "users" }
 */
export type ConstraintTarget =
  | string
  | { readonly primaryKey: true }
  | { readonly unique: readonly string[] }
  | { readonly check: string }
  | { readonly exclude: string }
  | { readonly foreignKey: readonly string[]; readonly references?: TableName };

/**
 * The constraint of the table that is meant; nothing where it has none such.
 *
 * Throws `AMBIGUOUS_CONSTRAINT` where several fit.
 */
export function findConstraint(
  table: Table,
  target: ConstraintTarget,
  defaultSchema?: string,
): Constraint | undefined {
  const fitting = constraintsOf(table).filter((held) => fits(held, target, defaultSchema));
  const [first, second] = fitting;
  if (second !== undefined && !isDeepStrictEqual(first, second)) throw ambiguous(table, target);
  return first ?? uniqueIndex(table, target);
}

/** Where a unique constraint is the unique index that stands for it (MySQL), it is found among the indexes. */
function uniqueIndex(table: Table, target: ConstraintTarget): Constraint | undefined {
  const uniques = table.indexes.filter(isPlainUnique).map(({ name, keys }): Constraint => ({
    kind: "unique",
    name,
    columns: keys.flatMap(({ column }) => column ?? []),
  }));
  return uniques.find((held) => fits(held, target));
}

function isPlainUnique({ unique, where, keys }: Index): boolean {
  return unique && where === undefined && keys.every(({ column }) => column !== undefined);
}

/** What {@link findConstraint} finds this very constraint by. */
export function writeTarget(constraint: Constraint): ConstraintTarget {
  if (constraint.name !== undefined) return constraint.name;
  if (constraint.kind === "primaryKey") return { primaryKey: true };
  if (constraint.kind === "unique") return { unique: constraint.columns };
  if (constraint.kind === "check") return { check: constraint.expression };
  if (constraint.kind === "exclude") return { exclude: constraint.expression };
  return { foreignKey: constraint.columns, references: writeName(constraint.references) };
}

/** A stand-in for a constraint of which no more than this is known. */
export function absentConstraint(target: ConstraintTarget): Constraint {
  if (typeof target === "string") return { kind: "check", name: target, expression: "" };
  if ("primaryKey" in target) return { kind: "primaryKey", columns: [] };
  if ("unique" in target) return { kind: "unique", columns: target.unique };
  if ("check" in target) return { kind: "check", expression: target.check };
  if ("exclude" in target) return { kind: "exclude", expression: target.exclude };
  return {
    kind: "foreignKey",
    columns: target.foreignKey,
    references: readName(target.references ?? "?"),
    referencedColumns: [],
    onDelete: "NO ACTION",
    onUpdate: "NO ACTION",
  };
}

function fits(held: Constraint, target: ConstraintTarget, defaultSchema?: string): boolean {
  if (typeof target === "string") return held.name === target;
  if ("primaryKey" in target) return held.kind === "primaryKey";
  if ("unique" in target) return held.kind === "unique" && same(held.columns, target.unique);
  if ("check" in target) return held.kind === "check" && held.expression === target.check;
  if ("exclude" in target) return held.kind === "exclude" && held.expression === target.exclude;
  if (held.kind !== "foreignKey" || !same(held.columns, target.foreignKey)) return false;
  const { references } = target;
  return references === undefined || sameName(held.references, readName(references, defaultSchema));
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return isDeepStrictEqual([...left], [...right]);
}

function ambiguous(table: Table, target: ConstraintTarget): AthanorError {
  return new AthanorError({
    code: "AMBIGUOUS_CONSTRAINT",
    message: `${JSON.stringify(target)} means more than one constraint of "${nameText(table)}". Say which one by what it holds.`,
    suggestions: [
      '{ foreignKey: ["authorId"], references: "users" }',
      '{ unique: ["email"] }',
      '{ check: "price > 0" }',
      "{ primaryKey: true }",
    ],
    facts: { table: nameText(table), target },
  });
}
