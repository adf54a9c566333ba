/** The items in lists of a hundred at most: a statement takes only so many parameters. */
export function inHundreds<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const size = 100;
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, part) => part * size);
  return starts.map((start) => items.slice(start, start + size));
}
