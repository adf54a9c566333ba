import { groupBy } from "../schema/group-by.js";

export type Pair<Item> = { readonly from: Item; readonly to: Item };

/** Two lists side by side: what only the second has, what only the first has, what both have. */
export type Match<Item> = {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
  readonly kept: readonly Pair<Item>[];
};

/**
 * Pairs what has the same key, one to one, each in its list's own order.
 * Where several share a key, those that are `alike` find each other first.
 */
export function match<Item>(
  from: readonly Item[],
  to: readonly Item[],
  keyOf: (item: Item) => string,
  alike: (from: Item, to: Item) => boolean = () => true,
): Match<Item> {
  const keys = to.map(keyOf);
  const inStep = (item: Item, at: number): boolean => {
    const wanted = to[at];
    return wanted !== undefined && keyOf(item) === keys[at] && alike(item, wanted);
  };
  if (from.length === to.length && from.every(inStep)) return pairUp(from, to);
  const waiting = groupBy(from, keyOf);
  const partners = new Map<number, Item>();
  for (const fits of [alike, () => true]) {
    to.forEach((item, at) => {
      const group = partners.has(at) ? undefined : waiting.get(keys[at] ?? "");
      const found = group?.findIndex((candidate) => fits(candidate, item)) ?? -1;
      for (const partner of group?.splice(found, found < 0 ? 0 : 1) ?? [])
        partners.set(at, partner);
    });
  }
  const left = new Set([...waiting.values()].flat());
  return {
    added: to.filter((_, at) => !partners.has(at)),
    removed: from.filter((item) => left.has(item)),
    kept: to.flatMap((item, at) => {
      const partner = partners.get(at);
      return partner === undefined ? [] : [{ from: partner, to: item }];
    }),
  };
}

/** The match of a list with itself. */
export function unchanged<Item>(items: readonly Item[]): Match<Item> {
  return pairUp(items, items);
}

/** The match of two lists that go in step, which most do. */
function pairUp<Item>(from: readonly Item[], to: readonly Item[]): Match<Item> {
  const kept = from.map((item, at) => ({ from: item, to: to[at] ?? item }));
  return { added: [], removed: [], kept };
}

/** The match in which some of what only the first list has is kept after all, paired with itself. */
export function keepSome<Item>(
  found: Match<Item>,
  stays: (item: Item) => boolean,
): { readonly match: Match<Item>; readonly foreign: readonly Pair<Item>[] } {
  const staying = new Set(found.removed.filter(stays));
  const foreign = [...staying].map((item) => ({ from: item, to: item }));
  const removed = found.removed.filter((item) => !staying.has(item));
  return { match: { ...found, removed, kept: [...found.kept, ...foreign] }, foreign };
}
