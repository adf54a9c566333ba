/** The same record without some of its properties. */
export function without<Value extends object, Key extends keyof Value>(
  value: Value,
  ...keys: readonly Key[]
): Omit<Value, Key> {
  const dropped: readonly PropertyKey[] = keys;
  const kept = Object.entries(value).filter(([key]) => !dropped.includes(key));
  return Object.fromEntries(kept) as Omit<Value, Key>;
}
