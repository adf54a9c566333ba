type Optional<Value> = {
  [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Exclude<
    Value[Key],
    undefined
  >;
};
type Required<Value> = {
  [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Value[Key];
};

/** The same record without the properties that hold `undefined`, so that equal things are equal in every comparison. */
export function compact<Value extends object>(value: Value): Required<Value> & Optional<Value> {
  // Most records have nothing to lose: a thousand tables are read through here.
  if (!hasUndefined(value)) return value as Required<Value> & Optional<Value>;
  const kept: Record<string, unknown> = {};
  const record = value as Readonly<Record<string, unknown>>;
  for (const key in record) if (record[key] !== undefined) kept[key] = record[key];
  return kept as Required<Value> & Optional<Value>;
}

function hasUndefined(value: object): boolean {
  const record = value as Readonly<Record<string, unknown>>;
  for (const key in record) if (record[key] === undefined) return true;
  return false;
}
