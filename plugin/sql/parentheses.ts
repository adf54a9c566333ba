import { tokenize, type Tokenize } from "./tokens.js";

/** The text without the parentheses that enclose all of it: `((a > 1))` gives `a > 1`, `(a) + (b)` stays. */
export function stripParentheses(sql: string, cut: Tokenize = tokenize): string {
  const trimmed = sql.trim();
  return isEnclosed(trimmed, cut) ? stripParentheses(trimmed.slice(1, -1), cut) : trimmed;
}

function isEnclosed(sql: string, cut: Tokenize): boolean {
  if (!sql.startsWith("(") || !sql.endsWith(")")) return false;
  let depth = 0;
  let position = 0;
  for (const token of cut(sql)) {
    position += token.text.length;
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    if (depth === 0 && position < sql.length) return false;
  }
  return depth === 0;
}
