import { AthanorError } from "../../error/athanor-error.js";
import type { QualifiedName } from "../../schema/name.js";
import { nameOf, nameText } from "../../schema/name.js";

/**
 * The name of a table, view, enum or sequence, as a revision file writes it.
 *
 * Text with one dot is schema and name: `"billing.invoices"`. A name that itself holds a dot takes the object form:
 * `{ name: "odd.name" }`, `{ schema: "billing", name: "odd.name" }`.
 */
export type TableName = string | { readonly schema?: string; readonly name: string };

/**
 * The name that `given` stands for; `defaultSchema`, when it is named, is left out again.
 *
 * Throws `INVALID_NAME` for an empty part or more than one dot.
 */
export function readName(given: TableName, defaultSchema?: string): QualifiedName {
  const { schema, name } = typeof given === "string" ? splitName(given) : given;
  if (!isName(name) || (schema !== undefined && !isName(schema))) throw invalidName(given);
  return schema === undefined || schema === defaultSchema ? { name } : { schema, name };
}

/** The shortest form that {@link readName} reads as this very name. */
export function writeName(name: QualifiedName): TableName {
  const parts = name.schema === undefined ? [name.name] : [name.schema, name.name];
  return parts.some((part) => part.includes(".")) ? nameOf(name) : nameText(name);
}

function isName(part: unknown): boolean {
  return typeof part === "string" && part !== "";
}

function splitName(text: string): QualifiedName {
  const parts = text.split(".");
  const [first = "", second] = parts;
  if (parts.length > 2) throw invalidName(text);
  return second === undefined ? { name: first } : { schema: first, name: second };
}

function invalidName(given: unknown): AthanorError {
  return new AthanorError({
    code: "INVALID_NAME",
    message: `${JSON.stringify(given)} is not a name: write "name" or "schema.name", and the object form where a name holds a dot.`,
    suggestions: ['{ schema: "billing", name: "odd.name" }'],
    facts: { given },
  });
}
