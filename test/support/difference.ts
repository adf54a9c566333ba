/** Where two plain values differ first, for messages that a whole schema would drown: `tables.0.columns.2.type: "a" | "b"`. */
export function differenceOf(left: unknown, right: unknown, path = ""): string | undefined {
  if (!isTree(left) || !isTree(right)) {
    return Object.is(left, right) ? undefined : `${path}: ${printed(left)} | ${printed(right)}`;
  }
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = differenceOf(left[key], right[key], path === "" ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function printed(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
