import type { DatabasePlace, ListedRevision } from "../action/history.js";

/** How a revision stands in the databases, where they were asked: `current`, `pending`; of several, `current in main`. */
export function placeMarks({ places = [] }: ListedRevision): readonly string[] {
  return [...marks("current", places), ...marks("pending", places)];
}

function marks(place: DatabasePlace["place"], places: readonly DatabasePlace[]): readonly string[] {
  const names = places.filter((each) => each.place === place).map(({ database }) => database);
  if (names.length === 0) return [];
  return names.length === places.length ? [place] : [`${place} in ${names.join(", ")}`];
}
