import type { Backfill } from "../operation/data-operation.js";
import type { Hazard } from "../operation/hazard.js";
import { isPluginOperation, type AnyOperation, type Kinds } from "../operation/plugin-operation.js";
import { type PresentNames, createPresentNames } from "../operation/present-names.js";
import { safeWayOf } from "../operation/hazard-codes.js";
import { nameText } from "../schema/name.js";
import type { DatabaseAccess } from "../project/database-access.js";
import type { Server } from "../plugin/catalog.js";
import { compact } from "../schema/compact.js";
import { findEnum, type Schema } from "../schema/schema.js";
import { without } from "../schema/without.js";
import { askRows, type RowAnswer } from "./ask-rows.js";
import { columnsOfEnum } from "./enum-columns.js";
import { walkHazards } from "../history/walk-hazards.js";

/** A hazard, and what the rows that are there now say to it. */
export type CheckedHazard = Omit<Hazard, "rows" | "least"> &
  RowAnswer &
  Partial<Pick<FiredTriggers, "triggers">>;

/** The hazards of one operation, inside a batch too. */
export type OperationHazards = {
  readonly operation: AnyOperation;
  readonly hazards: readonly CheckedHazard[];
};

export type HazardCheck = {
  readonly access: Pick<DatabaseAccess, "connection" | "dialect">;
  readonly server: Server;
  /** The database before the first operation. */
  readonly state: Schema;
  readonly kinds: Kinds;
};

/** Checks what operations endanger against the rows of the database, before the first of them is run. */
export async function checkHazards(
  operations: Iterable<{ readonly operation: AnyOperation; readonly before: Schema }>,
  { access, server, state, kinds }: HazardCheck,
): Promise<readonly OperationHazards[]> {
  const names = createPresentNames();
  const { dialect } = access;
  const found: OperationHazards[] = [];
  const walk = { dialect, server, kinds, names };
  for (const { operation, hazards, state: present } of walkHazards(operations, walk)) {
    const checked: CheckedHazard[] = [...(await firedTriggers(access, operation, names))];
    for (const { rows, least = 0, ...told } of hazards) {
      const now = await answer(access, withValues(rows, present), state, names);
      const severity = severityOf(told, rows, now);
      if (now.rows === undefined || now.rows >= least) checked.push({ ...told, ...now, severity });
    }
    if (checked.length > 0) found.push({ operation, hazards: checked });
  }
  return found;
}

/** Whether a conversion destroys anything only the rows tell. */
function severityOf(
  { severity }: Pick<Hazard, "severity">,
  asked: Hazard["rows"],
  { rows = 0 }: RowAnswer,
): Hazard["severity"] {
  return asked?.kind === "unconvertible" && rows > 0 ? "data-loss" : severity;
}

/** A type that is made on the way cannot be asked what it holds. */
function withValues(rows: Hazard["rows"], present: Schema): Hazard["rows"] {
  if (rows?.kind !== "unconvertible" || rows.to.type.enumName === undefined) return rows;
  const { values } = findEnum(present, rows.to.type.enumName) ?? {};
  return { ...rows, ...compact({ values }) };
}

async function answer(
  access: HazardCheck["access"],
  rows: Hazard["rows"],
  state: Schema,
  names: PresentNames,
): Promise<RowAnswer> {
  if (rows === undefined) return {};
  const all = rows.kind === "inEnum" ? columnsOfEnum(rows, state.tables) : [rows];
  const questions = all.flatMap((question) => names.translate(question) ?? []);
  const answers = await askRows(access, questions);
  return answers.reduce<RowAnswer>(add, questions.length === 0 ? {} : { rows: 0 });
}

/** What is not known of one is not known of both. */
function add(one: RowAnswer, other: RowAnswer): RowAnswer {
  const both = { ...one, ...other };
  return one.rows === undefined || other.rows === undefined
    ? without(both, "rows")
    : { ...both, rows: one.rows + other.rows };
}

/** A hazard that is about triggers. */
type FiredTriggers = Omit<Hazard, "rows" | "least"> & {
  /** By name. */
  readonly triggers: readonly string[];
};

type Place = Pick<DatabaseAccess, "connection" | "dialect">;

const code = "FIRES_TRIGGERS";

/** The triggers that fire for each row that a backfill changes: what they write is not in the revision. */
async function firedTriggers(
  access: Place,
  operation: AnyOperation,
  names: PresentNames,
): Promise<readonly FiredTriggers[]> {
  if (isPluginOperation(operation) || operation.kind !== "backfill") return [];
  const fired = await triggersOf(access, operation, names);
  if (fired.length === 0) return [];
  const list = fired.map((name) => `"${name}"`).join(", ");
  const what = fired.length === 1 ? `the trigger ${list}` : `the triggers ${list}`;
  const message = `fires ${what} of "${nameText(operation.table)}" when it fills rows`;
  return [{ code, severity: "may-fail", message, triggers: fired, ...safeWayOf(code) }];
}

/** Of a table that is not there yet nobody knows any. */
async function triggersOf(
  { connection, dialect }: Place,
  { table, set }: Backfill,
  names: PresentNames,
): Promise<readonly string[]> {
  const now = names.translate({ kind: "rows", table });
  if (now === undefined) return [];
  const columns = Object.keys(set).flatMap((column) => {
    const held = names.translate({ kind: "filled", table, column });
    return held?.kind === "filled" ? [held.column] : [];
  });
  return (await dialect.catalog.triggersOn?.(connection, now.table, columns)) ?? [];
}
