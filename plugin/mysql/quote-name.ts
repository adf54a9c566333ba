import type { QualifiedName } from "../../src/schema/name.js";

/** An identifier in backticks, which both products take whatever `sql_mode` says. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** `` `a`, `b` ``. */
export function quoteList(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(", ");
}

/** `` `users` ``, or `` `billing`.`invoices` `` in another database. */
export function quoteName({ schema, name }: QualifiedName): string {
  return schema === undefined
    ? quoteIdentifier(name)
    : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
