/** The values that an enum gains and loses; renamed ones are neither. */
export function enumChanges(
  from: readonly string[],
  to: readonly string[],
  renamed: Readonly<Record<string, string>> = {},
): { readonly added: readonly string[]; readonly gone: readonly string[] } {
  const arrived = new Set(Object.values(renamed));
  return {
    added: to.filter((value) => !from.includes(value) && !arrived.has(value)),
    gone: from.filter((value) => !to.includes(value) && !(value in renamed)),
  };
}

/** The value as it is called once the renamed ones have their new names. */
export function valueAfter(value: string, renamed: Readonly<Record<string, string>>): string {
  return Object.hasOwn(renamed, value) ? (renamed[value] ?? value) : value;
}
