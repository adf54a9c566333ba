/** The name of a collation as Athanor writes it: those that are built in in capitals, for SQLite does not mind the case. */
export function readCollation(name: string): string {
  const capitals = name.toUpperCase();
  return ["BINARY", "NOCASE", "RTRIM"].includes(capitals) ? capitals : name;
}
