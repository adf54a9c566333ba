import type * as z from "zod/mini";

/** A validator for each key that a type of settings has, no more and no fewer: the types are the source of the schema. */
export type Validators<Settings> = {
  readonly [Key in keyof Required<Settings>]: z.ZodMiniType<Settings[Key]>;
};
