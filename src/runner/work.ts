import { AthanorError } from "../error/athanor-error.js";
import type { Operation } from "../operation/operation.js";
import { isPluginOperation, type AnyOperation } from "../operation/plugin-operation.js";
import type { OperationRequest } from "../operation/request.js";
import { fillRequired } from "../operation/required-column.js";
import type { CompileContext } from "../plugin/ddl.js";
import type { Schema } from "../schema/schema.js";
import { asAuthor } from "./as-author.js";
import { blame, type Call } from "./call.js";
import { compileOperation } from "./compile-operation.js";
import { createConductWatch, type ConductWatch } from "./conduct-watch.js";
import { createDatabaseState, type DatabaseState } from "./database-state.js";
import { guardDestruction } from "./guard-destruction.js";
import { createHeldChanges, type HeldChanges, type HeldTable } from "./held-changes.js";
import { runInBatches } from "./run-batches.js";
import { runStatements } from "./run-statement.js";
import type { Session } from "./session.js";
import { createStateAhead } from "./state-ahead.js";
import { changesOf, joinChanges } from "./table-change.js";

/** The work of one revision on one database: what the database is now, and what it will be once the held changes are in it. */
export type Work = {
  readonly session: Session;
  readonly state: DatabaseState;
  readonly held: HeldChanges;
  /** The database as the author sees it, as far as the request needs to know it: as it is, with the held changes applied. */
  readonly ahead: (request: OperationRequest) => Promise<Schema>;
  readonly conduct: ConductWatch;
};

export function createWork(session: Session): Work {
  const state = createDatabaseState(session);
  const held = createHeldChanges();
  const ahead = createStateAhead(state, held, session.target.dialect.capabilities);
  return { session, state, held, ahead, conduct: createConductWatch(session) };
}

/** Completes a request and runs it, or holds it back where changes to one table are cheaper together. */
export async function perform(work: Work, request: OperationRequest, call: Call): Promise<void> {
  const asked = await blame(call, undefined, () => complete(work, request));
  const { fills } = work.session.target;
  for (const operation of fillRequired(asked, (place) => fills?.get(place))) {
    await carryOrHold(work, operation, call);
  }
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
    if (!isPluginOperation(operation)) await work.conduct.beforeOperation(operation);
    const earlier = session.transaction.active() ? session.earlier() : [];
    const context = { server: session.server, state: state.read, earlier };
    // Of what is recorded, somebody has agreed already, and the rows may be gone.
    if (session.journal?.isReplaying() !== true) await guardDestruction(session, operation);
    await compileAndRun(session, operation, context);
    if (!isPluginOperation(operation)) session.done(operation);
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
