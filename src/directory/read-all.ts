const READERS = 32;

/** Runs over all items, a few at a time; results in the order of the items. */
export async function readAll<Item, Result>(
  items: readonly Item[],
  read: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Array<Result>(items.length);
  // One iterator for all readers: each takes what is next.
  const queue = items.entries();
  const work = async () => {
    for (const [index, item] of queue) results[index] = await read(item);
  };
  await Promise.all(Array.from({ length: Math.min(READERS, items.length) }, work));
  return results;
}
