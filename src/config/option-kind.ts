/** What an option of the library may be; a list: one of these words. */
export type OptionKind =
  "text" | "texts" | "flag" | "number" | "function" | "any" | readonly string[];

type KindOf<Value> = [Value] extends [boolean]
  ? "flag"
  : [Value] extends [number]
    ? "number"
    : [Value] extends [string]
      ? string extends Value
        ? "text"
        : readonly Value[]
      : [Value] extends [readonly string[]]
        ? "texts"
        : [Value] extends [(...parameters: never[]) => unknown]
          ? "function"
          : "any";

/** The kind of each option, no more and no fewer: the types are the source. */
export type OptionKinds<Options> = {
  readonly [Name in keyof Required<Options>]: KindOf<Required<Options>[Name]>;
};
