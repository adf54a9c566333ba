import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type { Backfill } from "../operation/data-operation.js";
import type { Operation } from "../operation/operation.js";
import type { Row } from "../plugin/connection.js";
import type { Batches, BatchKey } from "../plugin/rows.js";
import type { CompileContext } from "../plugin/ddl.js";
import { nameText } from "../schema/name.js";
import { ask, runStatement } from "./run-statement.js";
import { runOutside, type Session } from "./session.js";

/**
 * Runs a backfill that states the size of its batches, each batch a transaction of its own; answers whether it did.
 *
 * A dry run, which must be able to roll back, and a table without a key leave it to one statement.
 */
export async function runInBatches(
  session: Session,
  operation: Operation,
  context: CompileContext,
): Promise<boolean> {
  if (operation.kind !== "backfill" || operation.batchSize === undefined) return false;
  if (session.dryRun) return false;
  const batches = await session.target.dialect.rows.batches(operation, context);
  if (batches === undefined) return false;
  await runOutside(session, () => goThrough(session, operation, batches));
  return true;
}

async function goThrough(session: Session, operation: Backfill, batches: Batches): Promise<void> {
  const { batchSize = 1, pause = 0, table } = operation;
  const total = await countRows(session, batches);
  const begun = performance.now();
  let rows = 0;
  let after: BatchKey | undefined;
  for (;;) {
    const upTo = await lastKey(session, batches, after);
    if (upTo === undefined) return;
    if (after !== undefined && pause > 0) await wait(pause);
    await runStatement(session, { sql: batches.update(after, upTo) });
    after = upTo;
    rows = Math.min(rows + batchSize, total);
    const perRow = (performance.now() - begun) / Math.max(rows, 1);
    const millisecondsLeft = Math.round((total - rows) * perRow);
    session.tell({ kind: "rowsFilled", table: nameText(table), rows, of: total, millisecondsLeft });
  }
}

async function countRows(session: Session, { count }: Batches): Promise<number> {
  const [row] = await askOnce(session, count);
  return Number(row?.["count"] ?? 0);
}

async function lastKey(
  session: Session,
  { last }: Batches,
  after: BatchKey | undefined,
): Promise<BatchKey | undefined> {
  const [row] = await askOnce(session, last(after));
  return row === undefined ? undefined : Object.values(row).map(String);
}

/** Taken up again, it goes through the same batches as before. */
function askOnce(session: Session, sql: string): Promise<readonly Row[]> {
  const put = (): Promise<readonly Row[]> => ask(session, { sql });
  return session.journal?.state(sql, put) ?? put();
}
