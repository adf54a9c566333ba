import { compileInOrder } from "../runner/compile-in-order.js";
import type { DialectSession } from "../plugin/session.js";
import type { ComparedDatabase } from "./compare-database.js";
import type { DatabaseAccess } from "../project/database-access.js";

/** The statements that the operations compile to, each from the state that those before it leave. */
export async function compileDifference(
  { operations, kinds, inspected }: ComparedDatabase,
  { dialect, connection }: DatabaseAccess,
): Promise<readonly string[]> {
  const server = await dialect.catalog.server(connection);
  const compiled = await compileInOrder({ dialect, kinds, server, start: inspected, operations });
  return prepared(
    compiled.flatMap(({ statements }) => statements),
    dialect.session.transactions,
  );
}

/** Where a run prepares its connection, whoever runs the statements by hand must do so too. */
function prepared(
  statements: readonly string[],
  { begin, commit, script }: DialectSession["transactions"],
): readonly string[] {
  if (script === undefined || statements.length === 0) return statements;
  const end = (sql: string): string => `${sql};`;
  return [
    ...[...script.before, begin].map(end),
    ...statements,
    ...[...script.check, commit, ...script.after].map(end),
  ];
}
