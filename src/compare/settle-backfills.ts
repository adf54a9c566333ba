import { typeText } from "../operation/describe-column.js";
import { largeTable } from "../operation/occupation.js";
import type { Operation } from "../operation/operation.js";
import { createPresentNames } from "../operation/present-names.js";
import {
  fillColumn,
  requiredColumnOf,
  type FilledColumn,
  type RequiredColumn,
} from "../operation/required-column.js";
import { nameText } from "../schema/name.js";
import { askRows, type RowAnswer } from "./ask-rows.js";
import { backfillFlag, type Backfills } from "./backfill-option.js";
import type { DatabaseAccess } from "../project/database-access.js";
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
  /** What was answered, as flags: `--backfill "users.country='DE'"`. */
  readonly answers: readonly string[];
};

/**
 * What becomes required while rows have no value in it: nullable at first, then filled, then required. Columns that come
 * together are filled together, so that batches, which commit, stand side by side.
 */
export async function settleBackfills(request: BackfillRequest): Promise<Backfilled> {
  const { access, operations, given, ask } = request;
  const names = createPresentNames();
  const settled = createSettled();
  const questions: BackfillQuestion[] = [];
  const used: string[] = [];
  const answers: string[] = [];
  for (const operation of operations) {
    const need = requiredColumnOf(operation);
    const now = need && names.translate(need.question);
    names.follow(operation);
    const stated = need && given.get(need.place);
    if (need !== undefined && stated !== undefined) used.push(need.place);
    const [answer = {}] = now === undefined ? [] : await askRows(access, [now]);
    const question = need && tellQuestion(access.name, need, answer);
    const open = stated === undefined ? question : undefined;
    const sql = stated ?? (open && (await ask?.(open)));
    if (open !== undefined && ask === undefined) questions.push(open);
    else if (open !== undefined && need !== undefined && sql !== undefined)
      answers.push(backfillFlag(`${need.place}=${sql}`));
    if (need === undefined || sql === undefined) settled.add(operation);
    else settled.fill(fillColumn(need, sql, batchSizeFor(answer)));
  }
  return { operations: settled.end(), questions, used, answers };
}

type Settled = {
  readonly add: (operation: Operation) => void;
  readonly fill: (column: FilledColumn) => void;
  readonly end: () => readonly Operation[];
};

function createSettled(): Settled {
  const settled: Operation[] = [];
  const waiting: FilledColumn[] = [];
  const fillWaiting = (): void => {
    const filled = waiting.splice(0);
    settled.push(...filled.map(({ backfill }) => backfill));
    settled.push(...filled.map(({ required }) => required));
  };
  return {
    add: (operation) => {
      // A new column changes nothing that the values of another are worked out from.
      if (operation.kind !== "addColumn") fillWaiting();
      settled.push(operation);
    },
    fill: (column) => {
      if (column.loosened.some(({ kind }) => kind !== "addColumn")) fillWaiting();
      settled.push(...column.loosened);
      waiting.push(column);
    },
    end: () => {
      fillWaiting();
      return settled;
    },
  };
}

/** Nothing to ask where every row has a value. */
export function tellQuestion(
  database: string,
  { table, column, place }: RequiredColumn,
  { rows = 0, sampled = false }: RowAnswer,
): BackfillQuestion | undefined {
  if (rows === 0) return undefined;
  return {
    kind: "backfill",
    database,
    table: nameText(table),
    column: column.name,
    type: typeText(column.type),
    rows,
    sampled,
    flag: `--backfill "${place}=EXPRESSION"`,
  };
}

/** So many rows of a large table at a time, and not in one statement that holds them all until its end. */
const batchSize = 10_000;

function batchSizeFor({ rows = 0 }: RowAnswer): number | undefined {
  return rows > largeTable ? batchSize : undefined;
}
