import type { QualifiedName } from "../schema/name.js";
import { nameText, sameName } from "../schema/name.js";
import { sameValue } from "../schema/equality.js";
import type { UnknownKind } from "./unknown.js";
import { unknown } from "./unknown.js";

/** The list with `change` done to the thing of that name. Throws `UNKNOWN_...` where it is missing. */
export function changeNamed<Item extends QualifiedName>(
  kind: UnknownKind,
  items: readonly Item[],
  name: QualifiedName,
  change: (item: Item) => Item,
): readonly Item[] {
  const at = items.findIndex((item) => sameName(item, name));
  const found = items[at];
  if (found === undefined) throw unknown(kind, nameText(name));
  return items.with(at, change(found));
}

/** The list without the thing of that name. */
export function dropNamed<Item extends QualifiedName>(
  kind: UnknownKind,
  items: readonly Item[],
  name: QualifiedName,
  ifExists = false,
): readonly Item[] {
  const kept = items.filter((item) => !sameName(item, name));
  if (kept.length === items.length && !ifExists) throw unknown(kind, nameText(name));
  return kept;
}

/** The list with the item in it: in place of one that has its name, else at the end. */
export function putNamed<Item extends QualifiedName>(
  items: readonly Item[],
  item: Item,
  ifNotExists = false,
): readonly Item[] {
  const at = items.findIndex((held) => sameName(held, item));
  if (at < 0) return [...items, item];
  return ifNotExists ? items : items.with(at, item);
}

export type Held = { readonly name?: string };

/** Where in the list this constraint or index is: found by its name, or as a whole where it has none. */
export function positionOf(items: readonly Held[], wanted: Held): number {
  return wanted.name === undefined
    ? items.findIndex((item) => sameValue(item, wanted))
    : items.findIndex((item) => item.name === wanted.name);
}
