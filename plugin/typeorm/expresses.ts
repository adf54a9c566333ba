import type { Expressed } from "../../src/plugin/source.js";
import type { Constraint } from "../../src/schema/constraint.js";
import type { Index, IndexKey } from "../../src/schema/index-definition.js";

/** Could TypeORM's decorators ask for it? They know no sequences, and of an index its columns, method and condition. */
export function expresses(asked: Expressed): boolean {
  if (asked.kind === "sequence") return false;
  return asked.kind === "index" ? expressesIndex(asked.object) : expressesConstraint(asked.object);
}

function expressesIndex({ keys, include, nullsNotDistinct, parameters }: Index): boolean {
  const isPlain = include === undefined && nullsNotDistinct !== true && parameters === undefined;
  return isPlain && keys.every(isBareColumn);
}

function isBareColumn({ column, length, ...rest }: IndexKey): boolean {
  return column !== undefined && length === undefined && Object.keys(rest).length === 0;
}

function expressesConstraint(constraint: Constraint): boolean {
  if (constraint.kind !== "unique") return true;
  return constraint.include === undefined && constraint.nullsNotDistinct !== true;
}
