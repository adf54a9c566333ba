import { AthanorError } from "../../src/error/athanor-error.js";
import type { Execute } from "../../src/operation/data-operation.js";
import type { Statement } from "../../src/plugin/ddl.js";

/**
 * The author's own SQL, statement by statement, where the drivers run only one at a time.
 *
 * @throws AthanorError `SEVERAL_STATEMENTS` for several statements that share parameters.
 */
export function executeStatements(
  { sql, parameters = [] }: Execute,
  split: (sql: string) => readonly string[],
  bindable: (value: unknown) => unknown,
): readonly Statement[] {
  const parts = split(sql);
  if (parameters.length === 0) return parts.map((part) => ({ sql: part }));
  const [only = sql, ...others] = parts;
  if (others.length > 0) throw severalStatements(sql);
  return [{ sql: only, parameters: parameters.map(bindable) }];
}

function severalStatements(sql: string): AthanorError {
  return new AthanorError({
    code: "SEVERAL_STATEMENTS",
    message: `These are several statements, and which of them the parameters belong to is not known: ${sql}`,
    suggestions: ["Call op.execute once for each statement."],
    facts: { sql },
  });
}
