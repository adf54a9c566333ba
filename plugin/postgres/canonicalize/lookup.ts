import { nameKey } from "../../../src/schema/name.js";
import type { QualifiedName } from "../../../src/schema/name.js";

/** Finds things by name at a cost that does not grow with their number. */
export function lookup<Named extends QualifiedName>(
  things: readonly Named[],
): (name: QualifiedName) => Named | undefined {
  const byKey = new Map(things.map((thing) => [nameKey(thing), thing]));
  return (name) => byKey.get(nameKey(name));
}
