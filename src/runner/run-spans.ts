import { AthanorError } from "../error/athanor-error.js";
import type { Step } from "../revision/step.js";
import type { RunRequest } from "./run-request.js";
import type { LoadedStep } from "./loaded-step.js";
import { runStep } from "./run-step.js";
import type { Session } from "./session.js";
import { ensureTables, readRows, writeRows } from "./version-rows.js";

/** What surrounds a step: the run's transaction, one of its own, or none. */
type Span = "shared" | "own" | "none";

/** Where the run stands: for the error of a failed one. */
export type Position = { step?: Step };

/** Runs the steps, opening and closing transactions between them as the mode and the files ask. */
export async function runSpans(
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
    const span = spanOf(request, session, loaded);
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
export function rowsAfter(rows: readonly string[], steps: readonly Step[]): readonly string[] {
  const present = new Set(rows);
  for (const { removes, inserts } of steps) {
    removes.forEach((row) => present.delete(row));
    inserts.forEach((row) => present.add(row));
  }
  return [...present].sort();
}

/** Where definitions take no part in transactions, the journal of each revision sees to them. */
function spanOf(request: RunRequest, session: Session, { loaded }: LoadedStep): Span {
  if (session.dryRun) return "shared";
  if (request.transaction === "none" || loaded.module.transaction === false) return "none";
  if (!request.dialect.capabilities.transactionalDdl) return "none";
  return request.transaction === "each" ? "own" : "shared";
}

function openSpan(session: Session, span: Span): Promise<void> {
  return span === "none" ? session.transaction.enter() : session.transaction.begin();
}

async function closeSpan(session: Session): Promise<void> {
  if (!session.transaction.active()) return session.transaction.leave();
  if (!session.dryRun) return session.commit();
  await writeRows(session);
  await session.target.dialect.session.transactions.verify(session.target.connection);
  await session.rollback();
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
