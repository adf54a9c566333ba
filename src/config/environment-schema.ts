import * as z from "zod/mini";
import { isRecord } from "../schema/equality.js";
import { parseDuration } from "./duration.js";
import type { Plugin } from "../plugin/plugin.js";
import type { Environment } from "./environment.js";
import { isDatabase } from "./is-database.js";
import type { Validators } from "./validators.js";

type AnyFunction = (...parameters: never[]) => unknown;

const isFunction = (value: unknown): value is AnyFunction => typeof value === "function";
const text = z.string("a text").check(z.minLength(1, "a text that is not empty"));

function functionOf<Type>(): z.ZodMiniType<Type> {
  return z.custom<Type>(isFunction, "a function");
}

function comparison<Type>(): z.ZodMiniType<Type> {
  return z.custom<Type>(
    (value) => typeof value === "boolean" || isFunction(value),
    "true, false or a function",
  );
}

function areDatabases(value: unknown): boolean {
  if (isDatabase(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  const held = Object.values(value);
  return held.length > 0 && held.every(isDatabase);
}

const duration = z.custom<string | number>(
  (value) =>
    (typeof value === "string" || typeof value === "number") && parseDuration(value) !== undefined,
  'a duration such as "60s", or a number of milliseconds',
);

function isPlugin(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { name, kinds, compare } = value as Partial<Plugin>;
  if (typeof name !== "string" || !(compare === undefined || isFunction(compare))) return false;
  return Object.entries(kinds ?? {}).every(
    ([kind, behaviour]) => kind.startsWith(`${name}:`) && typeof behaviour.compile === "object",
  );
}

const textOrTexts = z.custom<string | Readonly<Record<string, string>>>(
  (value) => isText(value) || (isRecord(value) && Object.values(value).every(isText)),
  "a text that is not empty, or an object of such by database",
);

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

const settings = {
  databases: z.custom<Environment["databases"]>(
    areDatabases,
    "typeorm(dataSource), or an object of them by name",
  ),
  versionTable: z.optional(textOrTexts),
  versionTableSchema: z.optional(textOrTexts),
  transaction: z.optional(z.enum(["all", "each", "none"], '"all", "each" or "none"')),
  lock: z.optional(
    z.strictObject(
      {
        timeout: z.optional(duration),
        kind: z.optional(z.enum(["session", "row"], '"session" or "row"')),
        lease: z.optional(duration),
      },
      "an object { timeout, kind, lease }",
    ),
  ),
  connectTimeout: z.optional(duration),
  lockTimeout: z.optional(duration),
  statementTimeout: z.optional(duration),
  lockRetries: z.optional(z.int("a whole number").check(z.gte(0, "a whole number of at least 0"))),
  schemas: z.optional(z.array(text, "a list of schema names")),
  includeName: z.optional(functionOf<NonNullable<Environment["includeName"]>>()),
  includeObject: z.optional(functionOf<NonNullable<Environment["includeObject"]>>()),
  compareType: z.optional(comparison<NonNullable<Environment["compareType"]>>()),
  compareDefault: z.optional(comparison<NonNullable<Environment["compareDefault"]>>()),
  compareComment: z.optional(comparison<NonNullable<Environment["compareComment"]>>()),
  unmanaged: z.optional(z.enum(["keep", "drop"], '"keep" or "drop"')),
  renames: z.optional(z.array(text, 'a list of renames such as "users.name:fullName"')),
  rewrite: z.optional(
    z.custom<NonNullable<Environment["rewrite"]>>(
      (value) => isFunction(value) || (Array.isArray(value) && value.every(isFunction)),
      "a function, or a list of functions",
    ),
  ),
  renderItem: z.optional(functionOf<NonNullable<Environment["renderItem"]>>()),
  plugins: z.optional(
    z.array(
      z.custom<Plugin>(
        isPlugin,
        'a plugin: an object { name, kinds, compare }, whose kinds are called "<name>:..."',
      ),
      "a list of plugins",
    ),
  ),
  onVersionApply: z.optional(functionOf<NonNullable<Environment["onVersionApply"]>>()),
} satisfies Validators<Environment>;

/** What `env.ts` may export. */
export const environmentSchema: z.ZodMiniType<Environment> = z.strictObject(settings, "an object");
