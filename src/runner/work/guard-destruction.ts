import { AthanorError, hasCode } from "../../error/athanor-error.js";
import { messageOf } from "../../error/thrown.js";
import { typeText } from "../../operation/describe-column.js";
import { describe } from "../../operation/describe.js";
import type { Hazard } from "../../operation/hazard.js";
import { hazards } from "../../operation/hazards.js";
import { isPluginOperation, partsOf, type AnyOperation } from "../../operation/plugin-operation.js";
import { createPresentNames } from "../../operation/present-names.js";
import type { RowQuestion } from "../../operation/row-question.js";
import type { Row } from "../../plugin/connection.js";
import type { RefusedValue } from "../../plugin/rows.js";
import { compact } from "../../schema/compact.js";
import { nameText } from "../../schema/name.js";
import { ask } from "./ask.js";
import { untilInterrupted } from "../wait/interrupt.js";
import type { Destruction } from "../run-request.js";
import type { Session } from "../session.js";

const sample = 10_000;

/**
 * Stops at an operation that destroys values, before its first statement, unless that is allowed. Tables without rows
 * are never asked about.
 *
 * @throws AthanorError `DESTRUCTION_REFUSED`.
 */
export async function guardDestruction(session: Session, operation: AnyOperation): Promise<void> {
  const { destructive: policy = "allow", confirmDestruction, signal } = session.target;
  if (policy === "allow" || session.dryRun) return;
  for (const destruction of await findDestruction(session, operation)) {
    if (policy === "refuse") throw refused(destruction, rule);
    if (confirmDestruction === undefined) session.tell({ kind: "destroys", destruction });
    else if (!(await untilInterrupted(signal, () => confirmDestruction(destruction))))
      throw refused(destruction, declined);
  }
}

async function findDestruction(
  session: Session,
  operation: AnyOperation,
): Promise<readonly Destruction[]> {
  const { database, kinds } = session.target;
  const names = createPresentNames();
  const found: Destruction[] = [];
  for (const part of partsOf(operation)) {
    for (const { code, message, ...hazard } of hazards(part, kinds)) {
      const question = questionOf(hazard);
      const now = question && names.translate(question);
      const { spared = 0, ...count } = now === undefined ? none : await countRows(session, now);
      if (spared > 0)
        session.tell({ kind: "destroysNothing", operation: describe(part, kinds), rows: spared });
      if (count.rows === 0) continue;
      found.push({ database, operation: describe(part, kinds), code, message, ...count });
    }
    if (!isPluginOperation(part)) names.follow(part);
  }
  return found;
}

function questionOf({
  severity,
  rows,
}: Pick<Hazard, "severity" | "rows">): RowQuestion | undefined {
  if (rows === undefined || rows.kind === "inEnum") return undefined;
  // Whether a conversion destroys anything only the rows tell.
  return severity === "data-loss" || rows.kind === "unconvertible" ? rows : undefined;
}

type Count = Pick<Destruction, "rows" | "sampled"> & {
  /** Rows that lose nothing by it, where none does: each holds the default. */
  readonly spared?: number;
};

const none: Count = { rows: 0, sampled: false };

/** That none of the first rows loses anything is no proof: then all of them are looked at. */
async function countRows(session: Session, question: RowQuestion): Promise<Count> {
  const some = await countAmong(session, question, sample);
  if (some.rows > 0 || !some.sampled) return some;
  return countAmong(session, question, Number.MAX_SAFE_INTEGER);
}

async function countAmong(session: Session, question: RowQuestion, limit: number): Promise<Count> {
  const sql = session.target.dialect.rows.rowCheck(question, limit);
  if (sql === undefined) return none;
  const [row] =
    question.kind === "unconvertible"
      ? await askConversion(session, { question, sql, limit })
      : await ask(session, { sql });
  return {
    rows: Number(row?.["count"] ?? 0),
    sampled: Number(row?.["seen"] ?? 0) >= limit,
    spared: Number(row?.["spared"] ?? 0),
  };
}

const rule = "what destroys values of rows is run only where that is allowed.";

const declined = "nobody has agreed to it.";

function refused(destruction: Destruction, why: string): AthanorError {
  const { message, rows, sampled, code } = destruction;
  const many = rows === 1 ? "1 row loses" : `${String(rows)} rows lose`;
  return new AthanorError({
    code: "DESTRUCTION_REFUSED",
    message: `This ${message} (${code}), and ${sampled ? "at least " : ""}${many} something; ${why}`,
    suggestions: [
      "--allow-destructive",
      'destructive: "allow" in the configuration of this environment',
    ],
    facts: { destruction },
  });
}

type Unconvertible = Extract<RowQuestion, { readonly kind: "unconvertible" }>;

/** A question about a change of type, as it was put. */
type ConversionQuery = {
  readonly question: Unconvertible;
  readonly sql: string;
  /** Rows that it looks at. */
  readonly limit: number;
};

/**
 * Asks what a change of type does to values. Where the database refuses one, the error is about the rows, not about the
 * question.
 *
 * @throws AthanorError `ROWS_NOT_CONVERTIBLE`, `CONVERSION_REFUSED` where no value is known to be the cause.
 */
async function askConversion(session: Session, query: ConversionQuery): Promise<readonly Row[]> {
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
  return hasCode(error, "STATEMENT_FAILED") && error.facts.fault === undefined;
}

type Search = { readonly found?: RefusedValue; readonly searchFailure?: string };

/** The run has failed already: a failure of the search is reported beside it. */
async function findRefused(
  session: Session,
  { question, limit }: ConversionQuery,
): Promise<Search> {
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
  { table, from, to }: Unconvertible,
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
