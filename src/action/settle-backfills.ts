import { typeText } from "../operation/describe-column.js";
import type { Operation, OperationMap } from "../operation/operation.js";
import { largeTable } from "../operation/occupation.js";
import { createPresentNames } from "../operation/present-names.js";
import type { RowQuestion } from "../operation/row-question.js";
import { sqlExpression } from "../operation/sql-expression.js";
import type { Column } from "../schema/column.js";
import { compact } from "../schema/compact.js";
import { sameValue } from "../schema/equality.js";
import { nameText, type QualifiedName } from "../schema/name.js";
import { askRows, type RowAnswer } from "./ask-rows.js";
import type { Backfills } from "./backfill-option.js";
import type { DatabaseAccess } from "./database-access.js";
import type { AskBackfill, BackfillQuestion } from "./question.js";

export type BackfillRequest = {
  readonly access: Pick<DatabaseAccess, "name" | "connection" | "dialect">;
  readonly operations: readonly Operation[];
  readonly given: Backfills;
  readonly ask?: AskBackfill;
};

export type Backfilled = {
  readonly operations: readonly Operation[];
  readonly questions: readonly BackfillQuestion[];
  /** Those of the given that were written. */
  readonly used: readonly string[];
};

/** What becomes required while rows have no value in it: nullable at first, then filled, then required. */
export async function settleBackfills(request: BackfillRequest): Promise<Backfilled> {
  const { access, operations, given, ask } = request;
  const names = createPresentNames();
  const settled: Operation[] = [];
  const questions: BackfillQuestion[] = [];
  const used: string[] = [];
  for (const operation of operations) {
    const need = needOf(operation);
    const place = need && placeOf(need);
    const now = need && names.translate(need.question);
    names.follow(operation);
    const stated = place === undefined ? undefined : given.get(place);
    if (place !== undefined && stated !== undefined) used.push(place);
    const [answer = {}] = now === undefined ? [] : await askRows(access, [now]);
    const question = need && tellQuestion(access.name, need, answer);
    const open = stated === undefined ? question : undefined;
    const sql = stated ?? (open && (await ask?.(open)));
    if (open !== undefined && ask === undefined) questions.push(open);
    settled.push(...(need && sql !== undefined ? filled(need, sql, answer) : [operation]));
  }
  return { operations: settled, questions, used };
}

/** A column that must have a value and did not have to before. */
type Need = {
  readonly operation: OperationMap["addColumn"] | OperationMap["alterColumn"];
  readonly table: QualifiedName;
  readonly column: Column;
  /** Which rows have none. */
  readonly question: RowQuestion;
};

function needOf(operation: Operation): Need | undefined {
  if (operation.kind === "addColumn") {
    const { table, column } = operation;
    const fills = column.default !== undefined || column.generated !== undefined;
    if (column.nullable || fills) return undefined;
    return { operation, table, column, question: { kind: "rows", table } };
  }
  if (operation.kind !== "alterColumn") return undefined;
  const { table, from, to: column } = operation;
  if (!from.nullable || column.nullable || column.generated !== undefined) return undefined;
  return { operation, table, column, question: { kind: "empty", table, column: from.name } };
}

function placeOf({ table, column }: Need): string {
  return `${nameText(table)}.${column.name}`;
}

/** Nothing to ask where every row has a value. */
function tellQuestion(
  database: string,
  need: Need,
  { rows = 0, sampled = false }: RowAnswer,
): BackfillQuestion | undefined {
  if (rows === 0) return undefined;
  const { table, column } = need;
  return {
    kind: "backfill",
    database,
    table: nameText(table),
    column: column.name,
    type: typeText(column.type),
    rows,
    sampled,
    flag: `--backfill "${placeOf(need)}=EXPRESSION"`,
  };
}

/** So many rows of a large table at a time, and not in one statement that holds them all until its end. */
const batchSize = 10_000;

function filled(
  { operation, table, column }: Need,
  sql: string,
  { rows = 0 }: RowAnswer,
): readonly Operation[] {
  const isMany = rows > largeTable;
  const loose: Column = { ...column, nullable: true };
  const backfill: Operation = {
    kind: "backfill",
    table,
    set: { [column.name]: sqlExpression(sql) },
    ...(isMany ? { batchSize } : {}),
  };
  const require: Operation = { kind: "alterColumn", table, from: loose, to: column };
  return [...loosened(operation, loose, isMany), backfill, require];
}

/** What a run that is ended between two batches has added already, the next one finds. */
function loosened(
  operation: Need["operation"],
  loose: Column,
  isMany: boolean,
): readonly Operation[] {
  if (operation.kind === "addColumn") {
    return [{ ...operation, column: loose, ...compact({ ifNotExists: isMany || undefined }) }];
  }
  return sameValue(operation.from, loose) ? [] : [{ ...operation, to: loose }];
}
