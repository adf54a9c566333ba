import type { Hazard } from "../operation/hazard.js";
import { hazards } from "../operation/hazards.js";
import type { Operation } from "../operation/operation.js";
import { isPluginOperation, type AnyOperation, type Kinds } from "../operation/plugin-operation.js";
import { createPresentNames, type PresentNames } from "../operation/present-names.js";
import type { RowQuestion } from "../operation/row-question.js";
import { sameName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import { without } from "../schema/without.js";
import { askRows, type RowAnswer } from "./ask-rows.js";
import type { DatabaseAccess } from "./database-access.js";

/** A hazard, and what the rows that are there now say to it. */
export type CheckedHazard = Omit<Hazard, "rows"> & RowAnswer;

/** The hazards of one operation, inside a batch too. */
export type OperationHazards = {
  readonly operation: AnyOperation;
  readonly hazards: readonly CheckedHazard[];
};

/** Checks what operations endanger against the rows of the database, before the first of them is run. */
export async function checkHazards(
  access: Pick<DatabaseAccess, "connection" | "dialect">,
  operations: readonly AnyOperation[],
  state: Schema,
  kinds: Kinds,
): Promise<readonly OperationHazards[]> {
  const names = createPresentNames();
  const found: OperationHazards[] = [];
  for (const operation of operations.flatMap(partsOf)) {
    const checked: CheckedHazard[] = [];
    for (const hazard of hazards(operation, kinds)) {
      const { rows, ...told } = hazard;
      checked.push({ ...told, ...(await answer(access, rows, state, names)) });
    }
    if (checked.length > 0) found.push({ operation, hazards: checked });
    if (!isPluginOperation(operation)) names.follow(operation);
  }
  return found;
}

function partsOf(operation: AnyOperation): readonly AnyOperation[] {
  return operation.kind === "batchAlterTable" ? (operation as BatchOf).operations : [operation];
}

type BatchOf = Extract<Operation, { kind: "batchAlterTable" }>;

async function answer(
  access: Pick<DatabaseAccess, "connection" | "dialect">,
  rows: Hazard["rows"],
  state: Schema,
  names: PresentNames,
): Promise<RowAnswer> {
  if (rows === undefined) return {};
  if (rows.kind === "empty" && names.isFilled(rows.table, rows.column)) return { rows: 0 };
  const questions = questionsIn(rows, state).flatMap((question) => names.translate(question) ?? []);
  const answers = await askRows(access, questions);
  return answers.reduce<RowAnswer>(add, questions.length === 0 ? {} : { rows: 0 });
}

/** About an enum type each column is asked that uses it. */
function questionsIn(
  question: NonNullable<Hazard["rows"]>,
  { tables }: Schema,
): readonly RowQuestion[] {
  if (question.kind !== "inEnum") return [question];
  const { type, values } = question;
  return tables.flatMap((table) =>
    table.columns
      .filter(({ type: { enumName } }) => enumName !== undefined && sameName(enumName, type))
      .map(({ name }) => ({ kind: "holding" as const, table, column: name, values })),
  );
}

/** What is not known of one is not known of both. */
function add(one: RowAnswer, other: RowAnswer): RowAnswer {
  const both = { ...one, ...other };
  return one.rows === undefined || other.rows === undefined
    ? without(both, "rows")
    : { ...both, rows: one.rows + other.rows };
}
