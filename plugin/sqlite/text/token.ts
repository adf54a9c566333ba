/**
 * One lexeme of SQL text as SQLite's own tokenizer cuts it. Blanks and comments lie between tokens.
 *
 * `name`: a bare word or one in `"a"`, `[a]`, `` `a` ``. `string`: `'a'`, which SQLite also takes for a name where only
 * a name can stand.
 */
export type Token = {
  readonly kind: "word" | "name" | "string" | "number" | "blob" | "variable" | "symbol";
  /** As written. */
  readonly text: string;
  /** Where it begins and ends in the text. */
  readonly start: number;
  readonly end: number;
};

/** Cuts SQL text into tokens; what cannot be a token becomes a symbol of one character. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = skipBlanks(sql, 0);
  while (position < sql.length) {
    const token = tokenAt(sql, position);
    tokens.push(token);
    position = skipBlanks(sql, token.end);
  }
  return tokens;
}

function tokenAt(sql: string, start: number): Token {
  const code = sql.charCodeAt(start);
  if (code === DOUBLE_QUOTE) return quotedAt(sql, start, "name");
  if (code === QUOTE) return quotedAt(sql, start, "string");
  if (isWordCode(code) && !isDigit(code) && code !== 36) return wordAt(sql, start);
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start;
    if (pattern.test(sql)) return tokenOf(kind, sql, start, pattern.lastIndex);
  }
  return tokenOf("symbol", sql, start, start + 1);
}

function tokenOf(kind: Token["kind"], sql: string, start: number, end: number): Token {
  return { kind, text: sql.slice(start, end), start, end };
}

/** A quote inside is written twice; one that is never closed is a symbol. */
function quotedAt(sql: string, start: number, kind: Token["kind"]): Token {
  const quote = sql.charAt(start);
  let end = sql.indexOf(quote, start + 1);
  while (end >= 0 && sql.charAt(end + 1) === quote) end = sql.indexOf(quote, end + 2);
  return end < 0 ? tokenOf("symbol", sql, start, start + 1) : tokenOf(kind, sql, start, end + 1);
}

function wordAt(sql: string, start: number): Token {
  let end = start + 1;
  while (isWordCode(sql.charCodeAt(end))) end += 1;
  const isBlob = sql.charCodeAt(end) === QUOTE && end === start + 1 && /x/i.test(sql.charAt(start));
  return isBlob ? blobAt(sql, start) : tokenOf("word", sql, start, end);
}

function blobAt(sql: string, start: number): Token {
  const end = sql.indexOf("'", start + 2);
  return end < 0 ? tokenOf("word", sql, start, start + 1) : tokenOf("blob", sql, start, end + 1);
}

function skipBlanks(sql: string, position: number): number {
  const code = sql.charCodeAt(position);
  // Most tokens follow each other or one space.
  if (code === 32 && !startsBlank(sql.charCodeAt(position + 1))) return position + 1;
  if (!startsBlank(code)) return position;
  blanks.lastIndex = position;
  return blanks.test(sql) ? blanks.lastIndex : position;
}

function startsBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 45 || code === 47;
}

const blanks = /(?:[ \t\n\f\r\v]+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;

const DOUBLE_QUOTE = 34;
const QUOTE = 39;

/** Letters, digits, `_`, `$` and everything beyond ASCII. */
function isWordCode(code: number): boolean {
  if (code >= 128) return true;
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    isDigit(code) ||
    code === 95 ||
    code === 36
  );
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** What is not a word and not in plain or double quotes, the rarest last. */
const patterns: readonly (readonly [Token["kind"], RegExp])[] = [
  ["symbol", /[(),;+*%&~]/y],
  ["number", /0[xX][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y],
  ["symbol", /==?|->>|->|\|\||<>|<=|<<|>=|>>|!=/y],
  ["name", /`(?:[^`]|``)*`|\[[^\]]*\]/y],
  ["variable", /\?\d*|[@:#$][\w$\u0080-\uffff]+/y],
];

/** The name that a token stands for: quotes of all four kinds are taken off. */
export function nameOfToken(token: Token): string {
  const { kind, text } = token;
  if (kind !== "name" && kind !== "string") return text;
  const mark = text.charAt(text.length - 1);
  const inner = text.slice(1, -1);
  return mark === "]" || !inner.includes(mark) ? inner : inner.replaceAll(mark + mark, mark);
}

/** Is it this bare word, in any case? `word` comes in capitals. */
export function isWord(token: Token | undefined, word: string): boolean {
  if (token === undefined || token.kind !== "word" || token.text.length !== word.length)
    return false;
  return token.text === word || token.text.toUpperCase() === word;
}

export function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token !== undefined && token.kind === "symbol" && token.text === symbol;
}

/**
 * Words that are part of SQLite's expression grammar: written bare they are no column's name. Words that SQLite takes
 * for a name wherever they make no sense as a keyword (`first`, `key`, `rows`, ...) are not among them.
 */
const words =
  "ALL AND AS ASC BETWEEN CASE CAST COLLATE CROSS CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DESC DISTINCT ELSE END " +
  "ESCAPE EXCEPT EXISTS FALSE FROM GLOB GROUP HAVING IN INNER INTERSECT IS ISNULL JOIN LEFT LIKE LIMIT MATCH NATURAL " +
  "NOT NOTNULL NULL ON OR ORDER OUTER OVER REGEXP RIGHT SELECT THEN TRUE UNION USING VALUES WHEN WHERE";

const keywords: ReadonlySet<string> = new Set(words.split(" "));

export function isKeyword(word: string): boolean {
  return keywords.has(word.toUpperCase());
}
