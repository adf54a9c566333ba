type Named = { readonly name?: string; readonly column?: string };

/** The order in which lists are given: by name; CHECKs of columns, which have none, by their column. */
export function byName(left: Named, right: Named): number {
  const [a, b] = [left.name ?? left.column ?? "", right.name ?? right.column ?? ""];
  return a < b ? -1 : a > b ? 1 : 0;
}
