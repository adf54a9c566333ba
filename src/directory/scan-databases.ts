import type { Expression, Node } from "oxc-parser";
import { parseFile } from "./header.js";
import { unwrap } from "./header-value.js";

/**
 * The names that an `env.*` gives its databases, read without running it: empty where it has one, without a name.
 *
 * `undefined`: only running it can tell. That is so unless the file says `databases` once, and there writes out an object or
 * calls `typeorm`.
 *
 * @param path tells the language, by its extension, and is named in errors
 * @throws AthanorError `SYNTAX_ERROR`.
 * @example
 * scanDatabases("env.ts", "export default { databases: { main: typeorm(a), audit: typeorm(b) } }"); // ["main", "audit"]
 */
export function scanDatabases(path: string, text: string): readonly string[] | undefined {
  const found: Expression[] = [];
  collect(parseFile(path, text).program, found);
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) return undefined;
  const value = unwrap(only);
  if (value.type === "ObjectExpression") return keysOf(value);
  if (value.type !== "CallExpression" || value.callee.type !== "Identifier") return undefined;
  return value.callee.name === "typeorm" ? [] : undefined;
}

type Part = Node | readonly Part[] | string | number | boolean | bigint | null | undefined;

/** The values of all properties called `databases`, wherever they stand. */
function collect(part: Part, found: Expression[]): void {
  if (typeof part !== "object" || part === null) return;
  if ("type" in part && part.type === "Property" && isDatabases(part.key))
    found.push(part.value as Expression);
  for (const inner of Object.values(part) as Part[]) collect(inner, found);
}

function isDatabases(key: Node): boolean {
  return (
    (key.type === "Identifier" && key.name === "databases") ||
    (key.type === "Literal" && key.value === "databases")
  );
}

type ObjectLiteral = Extract<Expression, { readonly type: "ObjectExpression" }>;

function keysOf({ properties }: ObjectLiteral): readonly string[] | undefined {
  const keys = properties.map((property) => {
    if (property.type !== "Property" || property.computed) return undefined;
    const { key } = property;
    if (key.type === "Identifier") return key.name;
    return key.type === "Literal" && typeof key.value === "string" ? key.value : undefined;
  });
  return keys.every((key) => key !== undefined) ? keys : undefined;
}
