import { AthanorError } from "../error/athanor-error.js";
import { messageOf } from "../error/thrown.js";
import { typeText } from "../operation/describe-column.js";
import type { RowQuestion } from "../operation/row-question.js";
import type { Row } from "../plugin/connection.js";
import type { RefusedValue } from "../plugin/rows.js";
import { compact } from "../schema/compact.js";
import { nameText } from "../schema/name.js";
import { ask } from "./run-statement.js";
import type { Session } from "./session.js";

type Misfits = Extract<RowQuestion, { readonly kind: "misfits" }>;

/** A question about a change of type, as it was put. */
export type MisfitsQuery = {
  readonly question: Misfits;
  readonly sql: string;
  /** Rows that it looks at. */
  readonly limit: number;
};

/**
 * Asks what a change of type does to values. Where the database refuses one, that is told of the rows, and not of the
 * question.
 *
 * @throws AthanorError `ROWS_NOT_CONVERTIBLE`, `CONVERSION_REFUSED` where no value is known to be the cause.
 */
export async function askMisfits(session: Session, query: MisfitsQuery): Promise<readonly Row[]> {
  const send = (): Promise<readonly Row[]> => ask(session, { sql: query.sql });
  try {
    return await attempt(session, send);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw notConvertible(query.question, await findRefused(session, query), error);
  }
}

function attempt<Result>(session: Session, body: () => Promise<Result>): Promise<Result> {
  const { dialect, connection } = session.target;
  const { trial } = dialect.rows;
  return trial !== undefined && session.transaction.active()
    ? trial.attempt(connection, body)
    : body();
}

/** Not what the server, the network or the operator did. */
function isRefusal(error: unknown): error is AthanorError {
  if (!(error instanceof AthanorError) || error.code !== "STATEMENT_FAILED") return false;
  return error.facts["fault"] === undefined;
}

type Search = { readonly found?: RefusedValue; readonly searchFailure?: string };

/** The run has failed already: that the search fails as well is told beside it. */
async function findRefused(session: Session, { question, limit }: MisfitsQuery): Promise<Search> {
  const { trial } = session.target.dialect.rows;
  const { connection } = session.target;
  try {
    const found = await attempt(session, async () =>
      trial?.refusedValue(connection, question, limit),
    );
    return compact({ found });
  } catch (error) {
    return { searchFailure: messageOf(error) };
  }
}

function notConvertible(
  { table, from, to }: Misfits,
  { found, searchFailure }: Search,
  cause: AthanorError,
): AthanorError {
  const change = `"${from.name}" of "${nameText(table)}" is to change from ${typeText(from.type)} to ${typeText(to.type)}`;
  const { databaseMessage, databaseCode } = cause.facts;
  const refused =
    found === undefined
      ? `the conversion: ${cause.message}`
      : `the value ${shown(found.value)}: ${found.reason}`;
  return new AthanorError({
    code: found === undefined ? "CONVERSION_REFUSED" : "ROWS_NOT_CONVERTIBLE",
    message: `${change}, and the database refuses ${refused}`,
    facts: {
      table: nameText(table),
      column: from.name,
      ...compact({ value: found?.value, databaseMessage, databaseCode, searchFailure }),
    },
    cause,
  });
}

const longest = 80;

function shown(value: string): string {
  return `'${value.length <= longest ? value : `${value.slice(0, longest)}...`}'`;
}
