import { AthanorError } from "../error/athanor-error.js";
import { isSqlExpression } from "../operation/sql-expression.js";
import type { Layout } from "./layout.js";
import { group, hardLine, indent, join, line, softLine, trailingComma } from "./layout.js";
import { writeKey, writeString, writeTemplate } from "./string-literal.js";

/**
 * A value as the expression that makes it. A function stands for SQL, as an `SqlExpression` does: it is written as a function that gives the same text.
 *
 * Throws `UNRENDERABLE_VALUE` for what no literal can say: symbols, class instances.
 */
export function layOutValue(value: unknown): Layout {
  if (typeof value === "string") return writeTemplate(value) ?? writeString(value);
  if (typeof value === "function") return layOutFunction(String(value()));
  if (isSqlExpression(value)) return layOutFunction(value.sql);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (value === null || ["undefined", "number", "boolean"].includes(typeof value))
    return String(value).replace("e+", "e");
  if (Array.isArray(value)) return layOutArray(value);
  if (value instanceof Date) return layOutDate(value);
  if (value instanceof Uint8Array)
    return `Buffer.from("${Buffer.from(value).toString("hex")}", "hex")`;
  if (isPlainObject(value)) return layOutObject(value);
  throw unrenderable(value);
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Text of several lines stays where it begins; anything else may go to a line of its own. */
function layOutFunction(text: string): Layout {
  const template = writeTemplate(text);
  return template === undefined
    ? group(["() =>", group(indent([line, writeString(text)]))])
    : ["() => ", template];
}

function layOutDate(date: Date): Layout {
  return Number.isNaN(date.getTime()) ? "new Date(NaN)" : `new Date("${date.toISOString()}")`;
}

function layOutArray(items: readonly unknown[]): Layout {
  if (items.length === 0) return "[]";
  const content = join([",", line], items.map(layOutValue));
  return group(
    ["[", indent([softLine, content]), trailingComma, softLine, "]"],
    breaksByItself(items),
  );
}

/** As prettier has it: several objects, or several arrays, of more than one entry each. */
function breaksByItself(items: readonly unknown[]): boolean {
  const wide = (kind: (item: unknown) => boolean) =>
    items.every((item) => kind(item) && Object.keys(Object(item)).length > 1);
  return items.length > 1 && (wide(isPlainObject) || wide(Array.isArray));
}

function layOutObject(record: Readonly<Record<string, unknown>>): Layout {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return "{}";
  const content = join(
    [",", line],
    entries.map(([key, value]) => layOutProperty(writeKey(key), value)),
  );
  return group(["{", indent([line, content]), trailingComma, line, "}"]);
}

/** Keys up to this long gain nothing from a value on the next line. */
const shortKey = 4;

function layOutProperty(key: string, value: unknown): Layout {
  const layout = layOutValue(value);
  const moves =
    typeof value === "string" && key.length > shortKey && writeTemplate(value) === undefined;
  return moves ? group([key, ":", group(indent([line, layout]))]) : [key, ": ", layout];
}

export const emptyBlock = "{}";

/** A block of statements, one a line. */
export function layOutBlock(statements: readonly Layout[]): Layout {
  if (statements.length === 0) return emptyBlock;
  return ["{", indent([hardLine, join(hardLine, statements)]), hardLine, "}"];
}

function unrenderable(value: unknown): AthanorError {
  const name = Object.prototype.toString.call(value);
  return new AthanorError({
    code: "UNRENDERABLE_VALUE",
    message: `A value of the kind ${name} cannot be written into a revision file: only plain data, dates and bytes can.`,
    suggestions: ["leave the operation out in `rewrite`, and write the call by hand"],
    facts: { kind: name },
  });
}
