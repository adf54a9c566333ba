import type { ForeignKey } from "../../../src/schema/constraint.js";
import type { Index } from "../../../src/schema/index-definition.js";

/**
 * Is the index the one that InnoDB makes by itself for a foreign key that finds no other? It goes by the foreign key's
 * name, and goes when another index can serve, so it is taken for a part of the foreign key.
 */
export function isImplicit(index: Index, key: ForeignKey): boolean {
  const { name, keys, unique, ...rest } = index;
  return (
    name === key.name &&
    !unique &&
    Object.keys(rest).length === 0 &&
    keys.length === key.columns.length &&
    keys.every((each, at) => Object.keys(each).length === 1 && each.column === key.columns[at])
  );
}
