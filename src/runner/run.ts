import { performance } from "node:perf_hooks";
import { AthanorError } from "../error/athanor-error.js";
import type { Plan, Step } from "../revision/step.js";
import { compact } from "../schema/compact.js";
import { createSession } from "./create-session.js";
import { runFailed, type Position } from "./failure.js";
import {
  checkPlanned,
  plannedRows,
  readUnfinished,
  type Unfinished,
} from "./journal/unfinished.js";
import type { LoadedStep } from "./loaded-step.js";
import { holdLock } from "./lock/hold-lock.js";
import type { PlannedRevision, RunResult } from "./run-record.js";
import { spanOf, type RunRequest, type Span } from "./run-request.js";
import { runStep } from "./run-step.js";
import type { Session } from "./session.js";
import { openSpan, closeSpan } from "./transaction.js";
import { checkOtherVersionTables, readRows, ensureTables } from "./version-rows.js";
import { retryLocks } from "./wait/retry.js";

/**
 * Takes the database's lock, reads the version rows, plans, and carries out the plan.
 *
 * A failure leaves the database as it was before the transaction that failed, frees the lock, and throws
 * `STATEMENT_FAILED`, `REVISION_FAILED` or the code of what was refused, with the fields of {@link RunResult}
 * and the circumstances as its facts.
 */
export async function run(request: RunRequest): Promise<RunResult> {
  return holdLock(request, async (guard, server) => {
    const unfinished = await readUnfinished(request);
    const dryRun = request.dryRun === true;
    const session = createSession({ target: request, server, guard, dryRun });
    const from = await readRows(request);
    const plan = request.plan(plannedRows(from, unfinished, request.direction));
    checkPlanned(plan, unfinished);
    await checkOtherVersionTables(request, server, from, plan);
    return runPlan(request, session, from, plan, unfinished);
  });
}

async function runPlan(
  request: RunRequest,
  session: Session,
  from: readonly string[],
  plan: Plan,
  unfinished: readonly Unfinished[],
): Promise<RunResult> {
  const begun = performance.now();
  const result = (): RunResult => resultOf(session, from, plan, performance.now() - begun);
  if (plan.steps.length === 0) return result();
  session.tell({ kind: "planned", revisions: plan.steps.map(({ revision }) => revision.id) });
  if (session.dryRun && !request.dialect.capabilities.transactionalDdl) {
    return { ...result(), planned: plan.steps.map(plannedStep) };
  }
  const steps = await loadSteps(request, plan, unfinished);
  const position: Position = {};
  try {
    await runWithRetries(request, session, steps, from, position);
  } catch (error) {
    throw await runFailed({ request, session, position, error, result });
  }
  return result();
}

/**
 * What could not get a lock is rolled back to the last commit and run again from there, author's functions included: from
 * its journal, where something of a revision stays.
 */
function runWithRetries(
  request: RunRequest,
  session: Session,
  steps: readonly LoadedStep[],
  from: readonly string[],
  position: Position,
): Promise<void> {
  const { record } = session;
  let left = steps;
  return retryLocks(
    session,
    () => {
      const kept = steps.slice(0, record.kept().length).map(({ step }) => step);
      return runSpans(request, session, left, rowsAfter(from, kept), position);
    },
    async () => {
      if (!session.transaction.active()) return false;
      await session.rollback();
      record.forgetUndone();
      left = await takenUp(request, steps.slice(record.kept().length));
      return true;
    },
    "transaction",
  );
}

/** The steps with what is half done of them now. */
async function takenUp(
  request: RunRequest,
  steps: readonly LoadedStep[],
): Promise<readonly LoadedStep[]> {
  const unfinished = await readUnfinished(request);
  return steps.map(({ step, loaded }) => ({ step, loaded, ...halfOf(unfinished, step) }));
}

function halfOf(unfinished: readonly Unfinished[], { revision }: Step) {
  return compact({ unfinished: unfinished.find((half) => half.revision === revision.id) });
}

/** Loads all files before the first is run, so that one that cannot be loaded stops the run before it begins. */
async function loadSteps(
  request: RunRequest,
  plan: Plan,
  unfinished: readonly Unfinished[],
): Promise<readonly LoadedStep[]> {
  const steps: LoadedStep[] = [];
  for (const step of plan.steps) {
    const loaded = await request.load(step.revision);
    steps.push({ step, loaded, ...halfOf(unfinished, step) });
  }
  return steps;
}

function plannedStep({ revision: { id, message, path }, direction }: Step): PlannedRevision {
  return { revision: id, message, path, direction };
}

function resultOf(
  session: Session,
  from: readonly string[],
  plan: Plan,
  milliseconds: number,
): RunResult {
  const { record, dryRun, target } = session;
  const applied = record.kept();
  const rolledBack = record.undone();
  const begun = applied.length + rolledBack.length;
  return {
    database: target.database,
    from,
    to: rowsAfter(from, plan.steps.slice(0, applied.length)),
    applied: [...applied],
    rolledBack: [...rolledBack],
    remaining: plan.steps.slice(begun).map(({ revision }) => revision.id),
    milliseconds: Math.round(milliseconds),
    dryRun,
    statements: dryRun ? [...record.executed()] : [],
  };
}

/** Runs the steps, opening and closing transactions between them as the mode and the files ask. */
async function runSpans(
  request: RunRequest,
  session: Session,
  steps: readonly LoadedStep[],
  from: readonly string[],
  position: Position,
): Promise<void> {
  delete position.step;
  let open: Span | undefined;
  let rows = from;
  for (const loaded of steps) {
    const span = session.dryRun ? "shared" : spanOf(request, loaded.loaded.module);
    if (open !== span || span === "own") {
      if (open !== undefined) await closeSpan(session);
      await openSpan(session, span);
      open = span;
      await checkRows(request, rows);
      if (rows === from) await ensureTables(session);
    }
    position.step = loaded.step;
    await runStep(request, session, loaded);
    delete position.step;
    rows = rowsAfter(rows, [loaded.step]);
  }
  await closeSpan(session);
}

/** The version rows after these steps, sorted. */
function rowsAfter(rows: readonly string[], steps: readonly Step[]): readonly string[] {
  const present = new Set(rows);
  for (const { removes, inserts } of steps) {
    removes.forEach((row) => present.delete(row));
    inserts.forEach((row) => present.add(row));
  }
  return [...present].sort();
}

/** Holds even where the lock does not (a pooler that hands out sessions by transaction). */
async function checkRows(request: RunRequest, expected: readonly string[]): Promise<void> {
  const rows = await readRows(request);
  if (JSON.stringify(rows) === JSON.stringify(expected)) return;
  throw new AthanorError({
    code: "VERSION_ROWS_CHANGED",
    message: `The version rows of "${request.database}" changed while this run was at work: expected ${textOf(expected)}, found ${textOf(rows)}. Only one run at a time may change them.`,
    suggestions: ["athanor current"],
    facts: { expected, found: rows },
  });
}

function textOf(rows: readonly string[]): string {
  return rows.length === 0 ? "none" : rows.join(", ");
}
