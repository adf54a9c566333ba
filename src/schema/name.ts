/**
 * The name of a table, view, enum or sequence.
 *
 * `schema` is left out for the connection's default schema, so that `public.users` and `users` are one name.
 * Names are kept as the database stores them; they are never folded, quoted or split.
 */
export type QualifiedName = {
  readonly schema?: string;
  readonly name: string;
};

/** `billing.invoices`, or `invoices` in the default schema: for people and for map keys, never for SQL. */
export function nameText(name: QualifiedName): string {
  return name.schema === undefined ? name.name : `${name.schema}.${name.name}`;
}

/** A key that no two different names share, whatever characters they hold. */
export function nameKey(name: QualifiedName): string {
  return JSON.stringify([name.schema ?? null, name.name]);
}

/** The name as databases see it that take names which differ in case alone for one. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

export function sameName(left: QualifiedName, right: QualifiedName): boolean {
  return left.schema === right.schema && left.name === right.name;
}

/** The bare name out of anything that has one; drops every other property. */
export function nameOf(named: QualifiedName): QualifiedName {
  return named.schema === undefined
    ? { name: named.name }
    : { schema: named.schema, name: named.name };
}

export function compareNames(left: QualifiedName, right: QualifiedName): number {
  const a = nameText(left);
  const b = nameText(right);
  return a < b ? -1 : a > b ? 1 : 0;
}
