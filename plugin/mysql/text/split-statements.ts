import type { Token } from "../../sql/tokens.js";
import { tokenize } from "./token.js";

/** The statements of a text, without the semicolons between them. The body of a routine or a trigger stays with it. */
export function splitStatements(sql: string): readonly string[] {
  const parts: Token[][] = [[]];
  for (const token of tokenize(sql)) {
    const part = parts.at(-1) ?? [];
    if (token.text === ";" && token.kind === "symbol" && !hasBody(part)) parts.push([]);
    else part.push(token);
  }
  return parts.filter(saysSomething).map((part) => textOf(part).trim());
}

// Statements inside BEGIN ... END cannot be kept apart from those after it without reading all of the language.
function hasBody(tokens: readonly Token[]): boolean {
  const words = tokens.filter(({ kind }) => kind === "word").slice(0, 12);
  const [first, ...rest] = words.map(({ text }) => text.toLowerCase());
  const kind = rest.find((word) => objects.has(word));
  return (first === "create" && kind !== undefined && bodied.has(kind)) || first === "begin";
}

const bodied: ReadonlySet<string> = new Set([
  "trigger",
  "procedure",
  "function",
  "event",
  "package",
]);

const objects: ReadonlySet<string> = new Set([
  ...bodied,
  ..."table,view,index,database,schema,user,role,sequence,server,temporary".split(","),
]);

function saysSomething(tokens: readonly Token[]): boolean {
  return tokens.some(({ kind }) => kind !== "space" && kind !== "comment");
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join("");
}
