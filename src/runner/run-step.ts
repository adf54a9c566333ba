import { createOperations } from "../operation/operations.js";
import type { Step } from "../revision/step.js";
import { compact } from "../schema/compact.js";
import { createDatabaseSink } from "./database-sink.js";
import { untilInterrupted } from "./interrupt.js";
import { revisionFunction } from "./revision-function.js";
import type { LoadedRevision, RunRequest } from "./run-request.js";
import { timed, type Session } from "./session.js";
import { noteLog, writeRows } from "./version-rows.js";

/** A step of the plan with its file loaded. */
export type LoadedStep = { readonly step: Step; readonly loaded: LoadedRevision };

/** Carries out one step: the author's function, then the version rows, the log and the hook. */
export async function runStep(
  request: RunRequest,
  session: Session,
  { step, loaded }: LoadedStep,
): Promise<void> {
  const { direction, revision } = step;
  const moved = { revision: revision.id, direction };
  session.ledger.startRevision();
  const { message, path } = revision;
  session.tell({ kind: "revisionStarted", ...moved, message, path });
  const taken = await timed(() => runAuthor(request, session, { step, loaded }));
  const milliseconds = Math.round(taken.milliseconds);
  const statements = session.ledger.statements();
  session.checkLateCalls();
  session.moves.add(step.removes, step.inserts);
  const { checksum } = loaded;
  const log = { ...moved, durationMilliseconds: milliseconds, checksum, statements };
  noteLog(session, { ...log, outcome: "done" });
  if (request.onVersionApply !== undefined || !session.transaction.active()) {
    if (!session.transaction.active()) await session.guard.confirm();
    await writeRows(session);
  }
  await request.onVersionApply?.(step, { database: request.database });
  session.ledger.recordRevision(
    { ...moved, message, path, statements, milliseconds },
    session.durable(),
  );
  session.tell({ kind: "revisionFinished", ...moved, milliseconds, statements });
}

async function runAuthor(
  request: RunRequest,
  session: Session,
  { step, loaded }: LoadedStep,
): Promise<void> {
  const author = revisionFunction(loaded.module, step.direction, request.database);
  if (author === undefined) return;
  const facts = compact({
    dialect: request.dialect.name,
    database: request.database,
    offline: false,
    arguments: request.arguments,
    defaultSchema: session.server.defaultSchema,
  });
  const { sink, finish, abandon } = createDatabaseSink(session, facts, session.reportLateCall);
  try {
    const work = Promise.resolve(author(createOperations(sink))).then(finish);
    await untilInterrupted(request.signal, work);
  } catch (error) {
    await abandon(error);
    throw error;
  }
}
