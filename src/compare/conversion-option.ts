import { AthanorError } from "../error/athanor-error.js";
import { parseColumnAnswer, unusedIn } from "./backfill-option.js";
import { forShell } from "./rename-option.js";

/** `post.tags` to how its values are converted: the word of a reading, or SQL. */
export type Conversions = ReadonlyMap<string, string>;

/**
 * Reads `post.tags=list` and `users.age=trim("age")::integer`: a column whose type changes, and the word for how its values
 * are taken, or an expression in the database's own SQL.
 *
 * @throws AthanorError `MALFORMED_CONVERSION`.
 */
export function parseConversions(texts: readonly string[]): Conversions {
  return new Map(texts.map(parseConversion));
}

function parseConversion(text: string): readonly [string, string] {
  const answer = parseColumnAnswer(text);
  if (answer !== undefined) return answer;
  throw new AthanorError({
    code: "MALFORMED_CONVERSION",
    message: `"${text}" is no conversion. A conversion is table.column, "=", and how its values are taken (list, json, array, value) or an expression in the database's SQL.`,
    suggestions: ["--convert post.tags=list", `--convert 'users.age=trim("age")::integer'`],
    facts: { conversion: text },
  });
}

/** What to pass for it, as a shell takes it. */
export function conversionFlag(text: string): string {
  return `--convert ${forShell(text)}`;
}

/** @throws AthanorError `UNUSED_CONVERSION` where a column that was given a conversion does not get another type. */
export function rejectUnconverted(
  given: Conversions,
  compared: readonly { readonly converted: readonly string[] }[],
): void {
  const unused = unusedIn(
    given,
    compared.flatMap(({ converted }) => converted),
  );
  const [first] = unused;
  if (first === undefined) return;
  throw new AthanorError({
    code: "UNUSED_CONVERSION",
    message: `"${first}" is no column whose type this revision changes, and only the values of such a column are converted.`,
    suggestions: ["athanor diff"],
    facts: { columns: unused },
  });
}
