import { unescapeText } from "./text.js";

/** A piece of SQL text. All pieces of a text, put together, are the text. */
export type Token = {
  readonly kind: "word" | "quoted" | "string" | "number" | "space" | "comment" | "symbol";
  readonly text: string;
};

/** Cuts SQL text into pieces, as MySQL and MariaDB read it: backslashes in strings, names in backticks, `#` comments. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < sql.length) {
    const token = tokenAt(sql, position);
    tokens.push(token);
    position += token.text.length;
  }
  return tokens;
}

/** The text without the parentheses that enclose all of it: `((a > 1))` gives `a > 1`, `(a) + (b)` stays. */
export function stripParentheses(sql: string): string {
  const trimmed = sql.trim();
  return isEnclosed(trimmed) ? stripParentheses(trimmed.slice(1, -1)) : trimmed;
}

/**
 * Do two expressions differ in blanks, backticks, upper and lower case, or enclosing parentheses only?
 * False is no answer: the server may still print both alike.
 */
export function sameExpression(left: string, right: string): boolean {
  return left === right || essence(left) === essence(right);
}

/** The one text of an expression and of those that differ from it in nothing that matters. */
export function essence(sql: string): string {
  const tokens = tokenize(stripParentheses(sql));
  return tokens.flatMap((token) => essences[token.kind](token.text) ?? []).join("\u0001");
}

const essences: Readonly<Record<Token["kind"], (text: string) => string | undefined>> = {
  word: (text) => (/^_utf8mb[34]$/i.test(text) ? undefined : text.toLowerCase()),
  quoted: (text) => text.slice(1, -1).replaceAll("``", "`").toLowerCase(),
  string: (text) => `'${unescapeText(text.slice(text.indexOf("'") + 1, -1))}`,
  number: (text) => text.toLowerCase(),
  space: () => undefined,
  comment: () => undefined,
  symbol: (text) => text,
};

function isEnclosed(sql: string): boolean {
  if (!sql.startsWith("(") || !sql.endsWith(")")) return false;
  let depth = 0;
  let position = 0;
  for (const token of tokenize(sql)) {
    position += token.text.length;
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    if (depth === 0 && position < sql.length) return false;
  }
  return depth === 0;
}

function tokenAt(sql: string, position: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const found = pattern.exec(sql);
    if (found !== null) return { kind, text: found[0] };
  }
  return { kind: "symbol", text: String.fromCodePoint(sql.codePointAt(position) ?? 0) };
}

const patterns: readonly (readonly [Token["kind"], RegExp])[] = [
  ["space", /\s+/y],
  ["comment", /--(?=\s|$)[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ["string", /(?:_utf8mb[34] ?)?'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/iy],
  ["string", /[bBxXnN]'[^']*'/y],
  ["quoted", /`(?:[^`]|``)*(?:`|$)/y],
  ["number", /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["word", /[\p{L}_@$][\p{L}\p{N}_$@]*/uy],
];
