import { closest, distance } from "fastest-levenshtein";
import type { $ZodType, $ZodTypes } from "zod/v4/core";
import type { ZodMiniType } from "zod/mini";
import { AthanorError } from "../error/athanor-error.js";

/** What is validated, for messages. */
export type Subject =
  | {
      readonly kind: "file";
      /** Such as `"the configuration"`. */
      readonly name: string;
      /** The file it was read from. */
      readonly file: string;
    }
  | {
      readonly kind: "function";
      /** Such as `"revision()"`. */
      readonly name: string;
    };

/** How a thing in the subject is told of: where it is, what it is called, and what is wrong with it. */
const wording = {
  file: { noun: "key", unknown: "UNKNOWN_KEY", invalid: "INVALID_VALUE" },
  function: { noun: "option", unknown: "UNKNOWN_OPTION", invalid: "INVALID_OPTION" },
} as const;

/** ` in "env.ts"`; nothing of a function. */
function placeOf(subject: Subject): string {
  return subject.kind === "file" ? ` in "${subject.file}"` : "";
}

function factsOf(subject: Subject): Readonly<Record<string, string>> {
  return subject.kind === "file" ? { file: subject.file } : { function: subject.name };
}

type Issue = NonNullable<ReturnType<ZodMiniType["safeParse"]>["error"]>["issues"][number];

/** What a schema says of the values one step inside it. */
function schemaWithin(schema: $ZodType, key: PropertyKey): $ZodType | undefined {
  const { def } = (schema as $ZodTypes)._zod;
  if (def.type === "optional") return schemaWithin(def.innerType, key);
  if (def.type === "object") return def.shape[String(key)];
  if (def.type === "array") return def.element;
  return def.type === "record" ? def.valueType : undefined;
}

/** The keys that a schema knows at a place inside it. */
function keysAt(schema: $ZodType, path: readonly PropertyKey[]): readonly string[] {
  const place = path.reduce<$ZodType | undefined>(
    (outer, key) => (outer === undefined ? undefined : schemaWithin(outer, key)),
    schema,
  );
  const { def } = (place as $ZodTypes)._zod;
  const inner = def.type === "optional" ? (def.innerType as $ZodTypes)._zod.def : def;
  return inner.type === "object" ? Object.keys(inner.shape) : [];
}

const joinKeys = (path: readonly PropertyKey[]): string => path.map(String).join(".");

/** The known word that `word` was probably meant to be; none when all are far from it. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const candidate = known.length === 0 ? undefined : closest(word, known);
  if (candidate === undefined) return undefined;
  const apart = distance(word.toLowerCase(), candidate.toLowerCase());
  return apart <= Math.max(2, Math.floor(word.length / 2)) ? candidate : undefined;
}

function unknownKey(
  key: string,
  path: readonly PropertyKey[],
  known: readonly string[],
  subject: Subject,
): AthanorError {
  const candidate = nearest(key, known);
  const hint = candidate === undefined ? "" : ` Did you mean "${candidate}"?`;
  const { noun, unknown } = wording[subject.kind];
  return new AthanorError({
    code: unknown,
    message: `"${joinKeys([...path, key])}"${placeOf(subject)} is not ${noun === "key" ? "a key" : "an option"} of ${subject.name}.${hint}`,
    suggestions: [
      candidate === undefined ? `Remove "${key}".` : `Write "${candidate}" instead of "${key}".`,
      `Known ${noun}s: ${known.join(", ")}.`,
    ],
    facts: { key, ...factsOf(subject), ...(candidate === undefined ? {} : { nearest: candidate }) },
  });
}

function show(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (value === undefined) return "missing";
  return JSON.stringify(value) ?? typeof value;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (held, key) => (held as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key],
    value,
  );
}

function illTyped(issue: Issue, value: unknown, subject: Subject): AthanorError {
  const key = joinKeys(issue.path);
  const what = key === "" ? subject.name : `"${key}"`;
  const owner = subject.kind === "function" && key !== "" ? ` of ${subject.name}` : "";
  return new AthanorError({
    code: wording[subject.kind].invalid,
    message: `${what}${owner}${placeOf(subject)} must be ${issue.message}; it is ${show(valueAt(value, issue.path))}.`,
    suggestions: [`Correct ${what}${subject.kind === "file" ? ` in ${subject.file}` : ""}.`],
    facts: { key, ...factsOf(subject) },
  });
}

/**
 * Gives `value` back when the schema accepts it. The schema's messages say what a value must be ("a string").
 *
 * @throws AthanorError `UNKNOWN_KEY` or `INVALID_VALUE`, of a function `UNKNOWN_OPTION` or `INVALID_OPTION`, for the first thing that is wrong.
 */
export function validate<Value>(
  schema: ZodMiniType<Value>,
  value: unknown,
  subject: Subject,
): asserts value is Value {
  const issue = schema.safeParse(value).error?.issues[0];
  if (issue === undefined) return;
  const key = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  throw key === undefined
    ? illTyped(issue, value, subject)
    : unknownKey(key, issue.path, keysAt(schema, issue.path), subject);
}
