import type { ColumnDefault } from "../../../src/schema/column-default.js";
import { isKeyword } from "../text/keyword.js";
import { stripParentheses } from "../text/expression.js";
import { nameOfToken, tokenize, type Token } from "../text/token.js";

/**
 * What follows the word DEFAULT, as data. A string or number literal is a value; numbers that JavaScript would print
 * otherwise than they are written stay text. `NULL`, TRUE and FALSE are expressions like any other, and
 * brackets inside those that DEFAULT itself needs are kept: the ORM compares the text.
 */
export function readDefault(sql: string): ColumnDefault {
  const plain = /^\(?'([^']*)'\)?$/.exec(sql);
  if (plain?.[1] !== undefined) return { kind: "value", value: plain[1] };
  const text = stripParentheses(sql, 1);
  const tokens = tokenize(text);
  const [first, second] = tokens;
  const sign = first?.text === "-" || first?.text === "+" ? first.text : "";
  const literal = sign === "" ? first : second;
  if (literal === undefined || tokens.length !== (sign === "" ? 1 : 2)) return expression(text);
  if (literal.kind === "number") return readNumber(sign, literal.text, text);
  return sign === "" ? readLiteral(literal, sql.trimStart().startsWith("(")) : expression(text);
}

function readNumber(sign: string, digits: string, text: string): ColumnDefault {
  const value = Number(digits);
  if (String(value) !== digits) return expression(text);
  return { kind: "value", value: sign === "-" && value !== 0 ? -value : value };
}

function readLiteral(token: Token, enclosed: boolean): ColumnDefault {
  const { kind, text } = token;
  if (kind === "string") return { kind: "value", value: nameOfToken(token) };
  // A bare name after DEFAULT is a string, whatever its quotes; in parentheses it would be a column.
  const isText = !enclosed && (kind === "name" || (kind === "word" && !isKeyword(text)));
  return isText ? { kind: "value", value: nameOfToken(token) } : expression(text);
}

function expression(sql: string): ColumnDefault {
  return { kind: "expression", sql };
}
