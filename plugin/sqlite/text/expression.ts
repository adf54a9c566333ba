import { isSymbol, isWord, nameOfToken, tokenize, type Token, isKeyword } from "./token.js";

/** The text without the parentheses that enclose all of it, or so many of them: `((a > 1))` gives `a > 1`; `(a) + (b)` stays. */
export function stripParentheses(sql: string, most = Number.POSITIVE_INFINITY): string {
  if (isTrimmed(sql) && !sql.startsWith("(")) return sql;
  const tokens = tokenize(sql);
  let [from, to] = [0, tokens.length];
  while (from < most && to - from > 2 && isEnclosed(tokens, from, to))
    [from, to] = [from + 1, to - 1];
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first === undefined || last === undefined ? "" : sql.slice(first.start, last.end);
}

/**
 * What two ways of writing the same expression have in common: blanks, comments, the case of keywords and of names, the
 * kind of quotes round a name, parentheses round all of it, `==` for `=` and `<>` for `!=` do not count.
 */
export function normalForm(sql: string): string {
  return tokenize(stripParentheses(sql)).map(normalToken).join(" ");
}

export function sameExpression(left: string, right: string): boolean {
  return left === right || normalForm(left) === normalForm(right);
}

/** The names the text mentions in lower case: bare and quoted ones alike, keywords left out. */
export function namesIn(sql: string): ReadonlySet<string> {
  return new Set(
    tokenize(sql).flatMap((token) => (mayName(token) ? nameOfToken(token).toLowerCase() : [])),
  );
}

/** Does the text mention a name, in whatever case and quotes? */
export function mentions(sql: string, name: string): boolean {
  return namesIn(sql).has(name.toLowerCase());
}

/**
 * The same expression over one table with columns under new names, all at once. Functions, collations and types keep theirs.
 * The keys of the map are in lower case.
 */
export function renameColumnsIn(sql: string, names: ReadonlyMap<string, string>): string {
  const tokens = tokenize(sql);
  return tokens.reduceRight((text, token, at) => {
    const to = isColumn(tokens, at) ? names.get(nameOfToken(token).toLowerCase()) : undefined;
    return to === undefined
      ? text
      : text.slice(0, token.start) + quoted(to) + text.slice(token.end);
  }, sql);
}

/** The same expression over one table without the table's name before a column: `foo.a > 0` gives `a > 0`. */
export function withoutQualifier(sql: string, table: string): string {
  if (!sql.includes(".")) return sql;
  const tokens = tokenize(sql);
  return tokens.reduceRight((text, token, at) => {
    const column = tokens[at + 2];
    const isQualifier =
      (token.kind === "name" || token.kind === "word") &&
      nameOfToken(token).toLowerCase() === table.toLowerCase() &&
      isSymbol(tokens[at + 1], ".") &&
      !isSymbol(tokens[at - 1], ".");
    return isQualifier && column !== undefined
      ? text.slice(0, token.start) + text.slice(column.start)
      : text;
  }, sql);
}

/** Begins and ends with what is neither blank nor comment, as far as two characters tell. */
function isTrimmed(sql: string): boolean {
  return /^[^\s/-][^]*[\w)"'`\]]$|^\w$/.test(sql) && !sql.includes("--");
}

function isEnclosed(tokens: readonly Token[], from: number, to: number): boolean {
  if (!isSymbol(tokens[from], "(") || !isSymbol(tokens[to - 1], ")")) return false;
  let depth = 0;
  for (let at = from; at < to - 1; at += 1) {
    if (isSymbol(tokens[at], "(")) depth += 1;
    if (isSymbol(tokens[at], ")")) depth -= 1;
    if (depth === 0) return false;
  }
  return true;
}

function normalToken(token: Token): string {
  if (token.kind === "word" && isKeyword(token.text)) return token.text.toUpperCase();
  if (token.kind === "word" || token.kind === "name")
    return quoted(nameOfToken(token).toLowerCase());
  if (token.kind === "blob") return token.text.toUpperCase();
  return synonyms[token.text] ?? token.text;
}

const synonyms: Readonly<Record<string, string>> = { "==": "=", "<>": "!=" };

function mayName(token: Token): boolean {
  return token.kind === "name" || (token.kind === "word" && !isKeyword(token.text));
}

function isColumn(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined || !mayName(token)) return false;
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  const named = isSymbol(after, "(") || isSymbol(after, ".");
  return !named && !isWord(before, "COLLATE") && !isWord(before, "AS");
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
