/** Bytes of an identifier that the server keeps (NAMEDATALEN - 1). */
export const identifierLimit = 63;

/** The name as the server would store it: cut at 63 bytes, never inside a character. */
export function truncate(name: string, limit = identifierLimit): string {
  // A unit of the text takes three bytes at most.
  if (name.length * 3 <= limit || Buffer.byteLength(name) <= limit) return name;
  const bytes = Buffer.from(name, "utf8");
  let end = limit;
  // A byte of the form 10xxxxxx continues a character: step back to where that character begins.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString("utf8");
}

/**
 * The name the server itself chooses for an unnamed object: `makeObjectName` of the server's sources.
 * The longer of table and column is cut first, so that `<table>_<column>_<label>` fits.
 */
export function chosenName(table: string, column: string | undefined, label: string): string {
  const extra = Buffer.byteLength(label) + 1 + (column === undefined ? 0 : 1);
  let first = Buffer.byteLength(table);
  let second = Buffer.byteLength(column ?? "");
  while (first + second > identifierLimit - extra) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  const parts = [
    truncate(table, first),
    column === undefined ? [] : truncate(column, second),
    label,
  ];
  return parts.flat().join("_");
}

/** The sequence that `serial` makes. */
export function serialSequenceName(table: string, column: string): string {
  return chosenName(table, column, "seq");
}
