/** A string literal: quotes and backslashes doubled, as every `sql_mode` but `NO_BACKSLASH_ESCAPES` reads it. */
export function quoteText(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\0", "\\0").replaceAll("'", "''");
  return `'${escaped}'`;
}

/** What stands between the quotes of a literal: `it''s`, `a\\b`, `line\n`. */
export function unescapeText(inside: string): string {
  return inside.replaceAll(/''|\\([\s\S])/g, (_, escaped: string | undefined) =>
    escaped === undefined ? "'" : (escapes[escaped] ?? escaped),
  );
}

/** https://dev.mysql.com/doc/refman/8.0/en/string-literals.html */
const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  b: "\b",
  n: "\n",
  r: "\r",
  t: "\t",
  Z: "\u001a",
};

/** The text of a literal, its character set named or not: `'it''s'`, `_utf8mb4'it''s'`. Undefined for anything else. */
export function unquoteText(sql: string): string | undefined {
  const found = /^(?:_[a-z0-9]+ ?)?'((?:[^'\\]|''|\\[\s\S])*)'$/i.exec(sql);
  return found === null ? undefined : unescapeText(found[1] ?? "");
}
