import { createHash } from "node:crypto";
import type { ParseResult } from "oxc-parser";
import { collectExports } from "./header-exports.js";
import { unwrap } from "./header-value.js";

/**
 * SHA-256, in hex, of what a revision file does: the same for files that differ in formatting, comments, quotes and the place
 * in the history (`downRevision`, `branchLabels`, `dependsOn`), and in nothing else.
 */
export function checksumOf(file: ParseResult): string {
  const { exports, bindings } = collectExports(file.program);
  const placed = new Set(places);
  for (const name of places) {
    const value = exports.get(name)?.value;
    const bare = value === undefined ? undefined : unwrap(value);
    // A constant that only says where the revision stands.
    if (bare?.type === "Identifier" && bindings.has(bare.name)) placed.add(bare.name);
  }
  const hash = createHash("sha256");
  writeNode(file.program, placed, (text) => hash.update(text));
  return hash.digest("hex");
}

const places: readonly string[] = ["downRevision", "branchLabels", "dependsOn"];

type Write = (text: string) => void;

function writeNode(value: unknown, placed: ReadonlySet<string>, write: Write): void {
  if (Array.isArray(value)) {
    const items = (value as readonly unknown[]).filter((item) => typeOf(item) !== "EmptyStatement");
    for (const item of items) writeNode(item, placed, write);
    write("]");
  } else if (value instanceof RegExp || typeof value === "bigint") write(String(value));
  else if (typeof value === "object" && value !== null) writeObject(value, placed, write);
  else write(`${JSON.stringify(value) ?? ""};`);
}

function writeObject(node: object, placed: ReadonlySet<string>, write: Write): void {
  const entries = Object.entries(bareNode(node));
  if (isPlace(node, placed)) return;
  for (const [key, value] of entries) {
    if (passedOver.has(key)) continue;
    write(`${key}:`);
    writeNode(key === "key" ? bareKey(node, value) : value, placed, write);
  }
  write("}");
}

/** Where things stand in the text, and how literals are written. */
const passedOver: ReadonlySet<string> = new Set(["start", "end", "range", "loc", "raw", "parent"]);

function typeOf(node: unknown): unknown {
  return (node as { readonly type?: unknown } | null)?.type;
}

/** Parentheses say nothing beyond the tree. */
function bareNode(node: object): object {
  if (typeOf(node) !== "ParenthesizedExpression" || !("expression" in node)) return node;
  return bareNode(node.expression as object);
}

/** `{ "name": 1 }` is `{ name: 1 }`. */
function bareKey(node: object, key: unknown): unknown {
  const { computed } = node as { readonly computed?: unknown };
  const { type, name } = key as { readonly type?: unknown; readonly name?: unknown };
  return computed !== true && type === "Identifier" ? { type: "Literal", value: name } : key;
}

/** A declaration, an assignment or a property that gives the revision its place. */
function isPlace(node: object, placed: ReadonlySet<string>): boolean {
  const isNamed = (value: unknown): boolean => placed.has(nameOf(value));
  switch (typeOf(node)) {
    case "VariableDeclarator":
      return "id" in node && isNamed(node.id);
    case "Property":
      return "key" in node && isNamed(node.key);
    case "AssignmentExpression":
      return "left" in node && isNamed((node.left as { readonly property?: unknown }).property);
    default:
      return false;
  }
}

function nameOf(value: unknown): string {
  const { name, value: text } = (value ?? {}) as {
    readonly name?: unknown;
    readonly value?: unknown;
  };
  return typeof name === "string" ? name : typeof text === "string" ? text : "";
}
