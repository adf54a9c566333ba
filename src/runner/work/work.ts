import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { AthanorError } from "../../error/athanor-error.js";
import type { Backfill } from "../../operation/data-operation.js";
import type { Operation } from "../../operation/operation.js";
import { isPluginOperation, type AnyOperation } from "../../operation/plugin-operation.js";
import type { OperationRequest } from "../../operation/request.js";
import { fillRequired } from "../../operation/required-column.js";
import type { Row } from "../../plugin/connection.js";
import type { CompileContext } from "../../plugin/ddl.js";
import type { Batches, BatchKey } from "../../plugin/rows.js";
import { nameText } from "../../schema/name.js";
import type { Schema } from "../../schema/schema.js";
import { ask } from "./ask.js";
import { blame, type Call } from "./call.js";
import { compileOperation } from "../compile-operation.js";
import { createSessionCheck, type SessionCheck } from "./session-check.js";
import { createDatabaseState, type DatabaseState, createStateAhead } from "./database-state.js";
import { guardDestruction } from "./guard-destruction.js";
import { createHeldChanges, type HeldChanges, type HeldTable } from "../held-changes.js";
import { asAuthor, runStatements, runStatement, runOutside } from "./run-statement.js";
import type { Session } from "../session.js";
import { changesOf, joinChanges } from "../table-change.js";

/** The work of one revision on one database: what the database is now, and what it will be once the held changes are in it. */
export type Work = {
  readonly session: Session;
  readonly state: DatabaseState;
  readonly held: HeldChanges;
  /** The database as the author sees it, as far as the request needs to know it: as it is, with the held changes applied. */
  readonly ahead: (request: OperationRequest) => Promise<Schema>;
  readonly sessionCheck: SessionCheck;
};

export function createWork(session: Session): Work {
  const state = createDatabaseState(session);
  const held = createHeldChanges();
  const ahead = createStateAhead(state, held, session.target.dialect.capabilities);
  return { session, state, held, ahead, sessionCheck: createSessionCheck(session) };
}

/** Completes a request and runs it, or holds it back where changes to one table are cheaper together. */
export async function perform(work: Work, request: OperationRequest, call: Call): Promise<void> {
  const asked = await blame(call, undefined, () => complete(work, request));
  const { fills } = work.session.target;
  for (const operation of fillRequired(asked, (place) => fills?.get(place))) {
    await carryOrHold(work, operation, call);
  }
}

/** Runs operations that are complete already. */
export async function performAll(
  session: Session,
  operations: readonly Operation[],
  call: Call,
): Promise<void> {
  const work = createWork(session);
  for (const operation of operations) {
    await perform(work, { needs: [], complete: () => operation }, call);
  }
  await flush(work);
}

async function carryOrHold(work: Work, operation: AnyOperation, call: Call): Promise<void> {
  if (isPluginOperation(operation)) {
    await flush(work);
    return execute(work, operation, call);
  }
  const { batchesTableChanges } = work.session.target.dialect.capabilities;
  const changes = batchesTableChanges ? changesOf(operation) : undefined;
  if (changes === undefined) {
    await flush(work, operation);
    return execute(work, operation, call);
  }
  for (const change of changes) {
    if (!work.held.admits(change)) await flush(work);
    work.held.hold(change, call);
  }
}

/** What was only followed is read again where the operation, or the refusal of the call, would rest on it. */
async function complete(work: Work, request: OperationRequest): Promise<AnyOperation> {
  const attempt = async (): Promise<AnyOperation> => request.complete(await work.ahead(request));
  if (!work.state.isFollowed()) return attempt();
  try {
    const operation = await attempt();
    if (!work.state.isStale(operation)) return operation;
  } catch (error) {
    if (!(error instanceof AthanorError)) throw error;
  }
  work.state.forget();
  return attempt();
}

/** Runs the held changes that must be in the database before this operation; left out: all of them. */
export async function flush(work: Work, before?: Operation): Promise<void> {
  for (const table of work.held.take(before)) await executeTogether(work, table);
  // Whatever comes next may be the author's own SQL.
  if (before === undefined) work.state.forget();
}

async function executeTogether(work: Work, { table, changes }: HeldTable): Promise<void> {
  const [first] = changes;
  if (first === undefined) return;
  return execute(
    work,
    joinChanges(
      table,
      changes.map(({ change }) => change),
    ),
    first.call,
  );
}

function execute(work: Work, operation: AnyOperation, call: Call): Promise<void> {
  const { session, state } = work;
  const carryOut = async (): Promise<void> => {
    if (!isPluginOperation(operation)) await work.sessionCheck.beforeOperation(operation);
    const earlier = session.transaction.active() ? session.record.operations() : [];
    const context = { server: session.server, state: state.read, earlier };
    // Of what is recorded, somebody has agreed already, and the rows may be gone.
    if (session.journal?.isReplaying() !== true) await guardDestruction(session, operation);
    await compileAndRun(session, operation, context);
    if (!isPluginOperation(operation)) session.record.recordOperation(operation);
    state.follow(operation);
  };
  return blame(call, operation, carryOut, session.target.kinds);
}

function compileAndRun(
  session: Session,
  operation: AnyOperation,
  context: CompileContext,
): Promise<void> {
  const body = async (): Promise<void> => {
    if (isPluginOperation(operation) || !(await runInBatches(session, operation, context))) {
      const statements = await compileOperation(session.target, operation, context);
      const run = (): Promise<void> => runStatements(session, statements);
      await (operation.kind === "execute" ? asAuthor(session, run) : run());
    }
  };
  return session.journal?.operation(operation, body) ?? body();
}

/**
 * Runs a backfill that states the size of its batches, each batch a transaction of its own; answers whether it did.
 *
 * A dry run, which must be able to roll back, and a table without a key leave it to one statement.
 */
async function runInBatches(
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
