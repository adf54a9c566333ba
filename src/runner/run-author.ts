import type { AthanorError } from "../error/athanor-error.js";
import { readable } from "../error/thrown.js";
import { createOperations } from "../operation/operations.js";
import type { OperationFacts, OperationSink } from "../operation/request.js";
import type { Row, Around } from "../plugin/connection.js";
import type { Statement } from "../plugin/ddl.js";
import { compact } from "../schema/compact.js";
import { blame, captureCall, createCallQueue, type CallQueue } from "./work/call.js";
import { untilInterrupted } from "./wait/interrupt.js";
import type { LoadedStep } from "./loaded-step.js";
import { revisionFunction } from "./revision-function.js";
import type { AppliedRevision } from "./run-record.js";
import type { RunRequest } from "./run-request.js";
import { asAuthor, runStatement, runOutside, timed } from "./work/run-statement.js";
import type { Session } from "./session.js";
import { noteLog } from "./version-rows.js";
import { createWork, flush, perform, type Work } from "./work/work.js";

/** Runs the author's function of a step, where the file has one for this database. */
export async function runAuthor(
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
    const begin = async (): Promise<void> => {
      await author(createOperations(sink));
      await finish();
    };
    await untilInterrupted(request.signal, begin);
  } catch (thrown) {
    const error = readable(thrown);
    // Also of changes that were held back until the author's function had ended.
    loaded.module.trace?.(error);
    await abandon(error);
    throw error;
  }
}

/** The sink that carries out the calls of one revision on one database. */
type DatabaseSink = {
  readonly sink: OperationSink;
  /** Runs what is queued and held back, then refuses all further calls. Throws the first failure of any call. */
  readonly finish: () => Promise<void>;
  /** Refuses all further calls, the queued ones too, and waits for the one that runs. */
  readonly abandon: (error: unknown) => Promise<void>;
};

function createDatabaseSink(
  session: Session,
  facts: OperationFacts,
  onLateCall: (error: AthanorError) => boolean,
): DatabaseSink {
  const work = createWork(session);
  const calls = createCallQueue(onLateCall);
  return {
    sink: createSink(work, calls, facts),
    finish: async () => {
      await calls.settle();
      await flush(work);
      await calls.settle();
      await work.sessionCheck.after();
      calls.close();
    },
    abandon: async (error) => {
      calls.close(error);
      // What fails now fails because of this error, which the caller throws.
      await calls.settle().catch(() => undefined);
    },
  };
}

async function ask(work: Work, statement: Statement): Promise<readonly Row[]> {
  await work.sessionCheck.before(statement.sql);
  return asAuthor(work.session, () => runStatement(work.session, statement));
}

function createSink(work: Work, calls: CallQueue, facts: OperationFacts): OperationSink {
  const { session } = work;
  const sink: OperationSink = {
    facts,
    track: calls.track,
    submit: (request) => {
      const call = captureCall(sink.submit);
      return calls.enter(call, () => perform(work, request, call));
    },
    query: (sql, parameters) => {
      const call = captureCall(sink.query);
      const statement = parameters === undefined ? { sql } : { sql, parameters };
      return calls.enter(call, async () => {
        await flush(work);
        return blame(call, undefined, () => ask(work, statement));
      });
    },
    manager: () => session.target.connection.manager(runManaged(work, calls)),
    autocommit: (body) => {
      const call = captureCall(sink.autocommit);
      const nested = async (): Promise<void> => {
        await calls.nest(body);
        await flush(work);
      };
      return calls.enter(call, async () => {
        await flush(work);
        await blame(call, undefined, () => runOutside(session, nested));
      });
    },
  };
  return sink;
}

/** Runs the statements of an entity manager among the calls of `op`, each in its turn. */
function runManaged(work: Work, calls: CallQueue): Around {
  const { journal } = work.session;
  const around: Around = async (statement, run) => {
    const call = captureCall(around);
    const outcome = await calls.enter(call, async () => {
      await flush(work);
      await work.sessionCheck.beforeManaged(statement.sql);
      const send = () => journal?.managed(statement, run, undefined) ?? run();
      return attempt(() => asAuthor(work.session, send));
    });
    if ("error" in outcome) throw outcome.error;
    return outcome.answer;
  };
  return around;
}

/** What an entity manager is refused is for the author to catch: it does not fail the calls behind it. */
async function attempt<Answer>(
  body: () => Promise<Answer>,
): Promise<{ readonly answer: Answer } | { readonly error: unknown }> {
  try {
    return { answer: await body() };
  } catch (error) {
    return { error };
  }
}

/** What is done for one revision, and how its version rows, its line of the log and the hook come after it. */
type StepWork = {
  /** Statements of it that an earlier run has done. */
  readonly before?: number;
  readonly body: () => Promise<void>;
  readonly finish: () => Promise<void>;
};

/** Carries out one step between the events that tell of it. */
export async function carryOut(
  session: Session,
  { step, loaded }: LoadedStep,
  { before = 0, body, finish }: StepWork,
): Promise<AppliedRevision> {
  const { direction, revision } = step;
  const { message, path } = revision;
  const moved = { revision: revision.id, direction };
  session.record.startRevision(before);
  session.tell({ kind: "revisionStarted", ...moved, message, path });
  const taken = await timed(body);
  const milliseconds = Math.round(taken.milliseconds);
  const statements = session.record.statements();
  session.checkLateCalls();
  const { checksum } = loaded;
  const log = { ...moved, durationMilliseconds: milliseconds, checksum, statements };
  noteLog(session, { ...log, outcome: "done" });
  await finish();
  session.tell({ kind: "revisionFinished", ...moved, milliseconds, statements });
  return { ...moved, message, path, statements, milliseconds };
}

/** The hook of a step, which its failure fails. */
export async function callHook(request: RunRequest, { step }: LoadedStep): Promise<void> {
  try {
    await request.onVersionApply?.(step, { database: request.database });
  } catch (error) {
    throw readable(error);
  }
}
