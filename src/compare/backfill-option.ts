import { AthanorError } from "../error/athanor-error.js";
import { forShell } from "./rename-option.js";

/** `users.country` to the SQL of its value. */
export type Backfills = ReadonlyMap<string, string>;

/**
 * Reads `users.country='DE'` and `billing.bills.currency=upper("code")`: a column, and a value or an expression in the
 * database's own SQL.
 *
 * @throws AthanorError `MALFORMED_BACKFILL`.
 */
export function parseBackfills(texts: readonly string[]): Backfills {
  return new Map(texts.map(parseBackfill));
}

function parseBackfill(text: string): readonly [string, string] {
  const answer = parseColumnAnswer(text);
  if (answer !== undefined) return answer;
  throw new AthanorError({
    code: "MALFORMED_BACKFILL",
    message: `"${text}" is no backfill. A backfill is table.column, "=", and a value or an expression in the database's SQL.`,
    suggestions: [`--backfill "users.country='DE'"`, `--backfill "users.slug=lower(name)"`],
    facts: { backfill: text },
  });
}

/** `table.column` and what stands behind the first `=`; undefined where the text is neither. */
export function parseColumnAnswer(text: string): readonly [string, string] | undefined {
  const split = text.indexOf("=");
  const [column, answer] = [text.slice(0, split), text.slice(split + 1).trim()];
  return split > 0 && column.includes(".") && answer !== "" ? [column, answer] : undefined;
}

/** What to pass for it, as a shell takes it. */
export function backfillFlag(text: string): string {
  return `--backfill ${forShell(text)}`;
}

/** The columns of an answer that was given and not used. */
export function unusedIn(
  given: ReadonlyMap<string, string>,
  used: readonly string[],
): readonly string[] {
  return [...given.keys()].filter((column) => !used.includes(column));
}

/** @throws AthanorError `UNUSED_BACKFILL` where a column that was given a value does not become a required one. */
export function rejectUnused(given: Backfills, used: readonly string[]): void {
  const unused = unusedIn(given, used);
  const [first] = unused;
  if (first === undefined) return;
  throw new AthanorError({
    code: "UNUSED_BACKFILL",
    message: `"${first}" is no column that this revision adds or changes to a required one, and only such a column is filled.`,
    suggestions: ["athanor diff"],
    facts: { columns: unused },
  });
}
