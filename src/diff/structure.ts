import type { Constraint, ForeignKey } from "../schema/constraint.js";
import type { Index, IndexKey } from "../schema/index-definition.js";

/** A text that two constraints share when they mean the same, whatever they are called. */
export function constraintStructure(constraint: Constraint): string {
  return JSON.stringify([constraint.kind, ...constraintParts(constraint)]);
}

/**
 * The same for indexes. Comment, storage parameters and visibility are left out: entities cannot state them, so they
 * are the database owner's. An index whose build failed is like no other: it is dropped, and the wanted one created.
 */
export function indexStructure(index: Index): string {
  const { keys, unique, where, using, include = [], parser } = index;
  const { nullsNotDistinct = false, spatial = false, fulltext = false, invalid = false } = index;
  const flags = [unique, nullsNotDistinct, spatial, fulltext, invalid];
  return JSON.stringify([keys.map(keyParts), where, using, include, parser, flags]);
}

function keyParts(key: IndexKey): readonly unknown[] {
  const { column, expression, descending = false, nulls, collation, operatorClass, length } = key;
  return [column, expression, descending, nulls, collation, operatorClass, length];
}

function constraintParts(constraint: Constraint): readonly unknown[] {
  if (constraint.kind === "check") {
    return [constraint.expression, constraint.noInherit ?? false, constraint.column];
  }
  if (constraint.kind === "exclude") return [constraint.expression, constraint.deferrable];
  if (constraint.kind === "foreignKey") return foreignKeyParts(constraint);
  const { columns, deferrable, onConflict } = constraint;
  const key = [columns, deferrable, onConflict];
  if (constraint.kind === "primaryKey") return key;
  return [...key, constraint.nullsNotDistinct ?? false, constraint.include ?? []];
}

/** Which column refers to which counts, not the order they are written in. */
function foreignKeyParts(key: ForeignKey): readonly unknown[] {
  const { columns, references, referencedColumns } = key;
  const pairs = columns.map((column, at) => JSON.stringify([column, referencedColumns[at]]));
  const target = [references.schema ?? null, references.name];
  return [pairs.sort(), target, key.onDelete, key.onUpdate, key.deferrable, key.match];
}
