import { nameKey, type QualifiedName } from "../../src/schema/name.js";

/** Finds one of the things by its name, at a cost that does not grow with their number. Of two of one name, the last. */
export type Lookup<Named> = (name: QualifiedName) => Named | undefined;

/** Looks things up by name; `keyOf` says which names are one. Left out: those that are the same to the letter. */
export function lookup<Named extends QualifiedName>(
  things: readonly Named[],
  keyOf: (name: QualifiedName) => string = nameKey,
): Lookup<Named> {
  const byKey = new Map(things.map((thing) => [keyOf(thing), thing]));
  return (name) => byKey.get(keyOf(name));
}
