import { stripParentheses as strip } from "../../sql/parentheses.js";
import { type Token } from "../../sql/tokens.js";
import { unescapeText } from "./quote-text.js";
import { tokenize } from "./token.js";

/** The text without the parentheses that enclose all of it: `((a > 1))` gives `a > 1`, `(a) + (b)` stays. */
export const stripParentheses = (sql: string): string => strip(sql, tokenize);

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
