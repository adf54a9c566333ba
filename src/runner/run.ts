import { performance } from "node:perf_hooks";
import type { Plan, Step } from "../revision/step.js";
import {
  checkPlanned,
  plannedRows,
  readUnfinished,
  type Unfinished,
} from "./journal/unfinished.js";
import type { LoadedStep } from "./loaded-step.js";
import { runFailed } from "./failure.js";
import { holdLock } from "./hold-lock.js";
import { checkOtherVersionTables } from "./other-version-table.js";
import type { RunRequest } from "./run-request.js";
import type { PlannedRevision, RunResult } from "./run-result.js";
import { rowsAfter, runSpans, type Position } from "./run-spans.js";
import { retryLocks } from "./retry.js";
import { compact } from "../schema/compact.js";
import { createSession, type Session } from "./session.js";
import { readRows, writeRows } from "./version-rows.js";

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
    const session = createSession({
      target: request,
      server,
      guard,
      dryRun: request.dryRun === true,
      beforeCommit: writeRows,
    });
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
  const { ledger } = session;
  let left = steps;
  return retryLocks(
    session,
    () => {
      const kept = steps.slice(0, ledger.kept().length).map(({ step }) => step);
      return runSpans(request, session, left, rowsAfter(from, kept), position);
    },
    async () => {
      if (!session.transaction.active()) return false;
      await session.rollback();
      ledger.forgetUndone();
      left = await takenUp(request, steps.slice(ledger.kept().length));
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
  const { ledger, dryRun, target } = session;
  const applied = ledger.kept();
  const rolledBack = ledger.undone();
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
    statements: dryRun ? [...ledger.executed()] : [],
  };
}
