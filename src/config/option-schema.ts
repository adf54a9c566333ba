import * as z from "zod/mini";
import type { OptionKind } from "./option-kind.js";

const words = (kinds: readonly string[]): string =>
  kinds.map((each) => JSON.stringify(each)).join(" or ");

const schemas: Readonly<Record<Extract<OptionKind, string>, z.ZodMiniType<unknown>>> = {
  text: z.string("a text"),
  texts: z.array(z.string("a text"), "a list of texts"),
  flag: z.boolean("true or false"),
  number: z.number("a number"),
  function: z.custom<unknown>((value) => typeof value === "function", "a function"),
  any: z.unknown(),
};

/** What a function of the library takes, and nothing beside. */
export function optionSchema(kinds: Readonly<Record<string, OptionKind>>): z.ZodMiniType<object> {
  const fields = Object.entries(kinds).map(([name, kind]) => [
    name,
    z.optional(typeof kind === "string" ? schemas[kind] : z.enum([...kind], words(kind))),
  ]);
  return z.strictObject(Object.fromEntries(fields) as Record<string, z.ZodMiniType>, "an object");
}
