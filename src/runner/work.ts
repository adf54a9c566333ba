import { applyOperation } from "../operation/apply.js";
import type { Operation } from "../operation/operation.js";
import { isPluginOperation, type AnyOperation } from "../operation/plugin-operation.js";
import type { OperationRequest } from "../operation/request.js";
import type { CompileContext, Scope } from "../plugin/dialect.js";
import { nameKey, type QualifiedName } from "../schema/name.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import { blame, type Call } from "./call.js";
import { compileOperation } from "./compile-operation.js";
import { createConductWatch, type ConductWatch } from "./conduct-watch.js";
import { createDatabaseState, type DatabaseState } from "./database-state.js";
import { guardDestruction } from "./guard-destruction.js";
import { createHeldChanges, type HeldChanges, type HeldTable } from "./held-changes.js";
import { runInBatches } from "./run-batches.js";
import { runStatements } from "./run-statement.js";
import type { Session } from "./session.js";
import { changesOf, joinChanges } from "./table-change.js";

/** The work of one revision on one database: what the database is now, and what it will be once the held changes are in it. */
export type Work = {
  readonly session: Session;
  readonly state: DatabaseState;
  readonly held: HeldChanges;
  readonly conduct: ConductWatch;
};

export function createWork(session: Session): Work {
  return {
    session,
    state: createDatabaseState(session),
    held: createHeldChanges(),
    conduct: createConductWatch(session),
  };
}

/** Completes a request and runs it, or holds it back where changes to one table are cheaper together. */
export async function perform(work: Work, request: OperationRequest, call: Call): Promise<void> {
  const operation = await blame(call, undefined, async () =>
    request.complete(await stateFor(work, request)),
  );
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
    state.forget();
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
      await runStatements(session, await compileOperation(session.target, operation, context));
    }
  };
  return session.journal?.operation(operation, body) ?? body();
}

/** The database as the author sees it: as it is, with the held changes applied. */
async function stateFor(work: Work, request: OperationRequest): Promise<Schema> {
  if (request.needs.length === 0 && request.needsCatalog !== true) return emptySchema;
  const schema = await work.state.read(scopeOf(work, request));
  return work.held
    .operations()
    .reduce<Schema>((state, operation) => applyOperation(state, operation), schema);
}

function scopeOf({ held }: Work, { needs }: OperationRequest): Scope {
  return needs.length === 0 ? {} : { tables: distinct([...needs, ...held.tables()]) };
}

function distinct(names: readonly QualifiedName[]): readonly QualifiedName[] {
  return [...new Map(names.map((name) => [nameKey(name), name])).values()];
}
