/** An identifier in double quotes, as the SQL standard, PostgreSQL and SQLite write it. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal in single quotes. Right for PostgreSQL (standard_conforming_strings) and SQLite; not for MySQL's backslashes. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `"a", "b"`. */
export function quoteList(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(", ");
}
