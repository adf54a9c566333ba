/**
 * Each wanted thing with its counterpart in the database, in the order of the database; what has none comes last.
 * No counterpart is given twice.
 */
export function pairUp<Item>(
  wanted: readonly Item[],
  actual: readonly Item[],
  alike: (wanted: Item, actual: Item) => boolean,
): readonly { readonly wanted: Item; readonly actual?: Item }[] {
  const left = [...wanted];
  const pairs = actual.flatMap((held) => {
    const at = left.findIndex((item) => alike(item, held));
    const [found] = at < 0 ? [] : left.splice(at, 1);
    return found === undefined ? [] : [{ wanted: found, actual: held }];
  });
  return [...pairs, ...left.map((item) => ({ wanted: item }))];
}
