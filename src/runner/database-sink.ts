import type { AthanorError } from "../error/athanor-error.js";
import type { OperationFacts, OperationSink } from "../operation/request.js";
import type { Row } from "../plugin/connection.js";
import type { Statement } from "../plugin/ddl.js";
import { asAuthor } from "./as-author.js";
import { blame, captureCall } from "./call.js";
import { createEntrance, type Entrance } from "./entrance.js";
import { runManaged } from "./run-managed.js";
import { runStatement } from "./run-statement.js";
import { runOutside, type Session } from "./session.js";
import { createWork, flush, perform, type Work } from "./work.js";

/** The sink that carries out the calls of one revision on one database. */
export type DatabaseSink = {
  readonly sink: OperationSink;
  /** Runs what is queued and held back, then refuses all further calls. Throws the first failure of any call. */
  readonly finish: () => Promise<void>;
  /** Refuses all further calls, the queued ones too, and waits for the one that runs. */
  readonly abandon: (error: unknown) => Promise<void>;
};

export function createDatabaseSink(
  session: Session,
  facts: OperationFacts,
  onLateCall: (error: AthanorError) => boolean,
): DatabaseSink {
  const work = createWork(session);
  const entrance = createEntrance(onLateCall);
  return {
    sink: createSink(work, entrance, facts),
    finish: async () => {
      await entrance.settle();
      await flush(work);
      await entrance.settle();
      await work.conduct.after();
      entrance.close();
    },
    abandon: async (error) => {
      entrance.close(error);
      // What fails now fails because of this error, which the caller throws.
      await entrance.settle().catch(() => undefined);
    },
  };
}

async function ask(work: Work, statement: Statement): Promise<readonly Row[]> {
  await work.conduct.before(statement.sql);
  return asAuthor(work.session, () => runStatement(work.session, statement));
}

function createSink(work: Work, entrance: Entrance, facts: OperationFacts): OperationSink {
  const { session } = work;
  const sink: OperationSink = {
    facts,
    track: entrance.track,
    submit: (request) => {
      const call = captureCall(sink.submit);
      return entrance.enter(call, () => perform(work, request, call));
    },
    query: (sql, parameters) => {
      const call = captureCall(sink.query);
      const statement = parameters === undefined ? { sql } : { sql, parameters };
      return entrance.enter(call, async () => {
        await flush(work);
        return blame(call, undefined, () => ask(work, statement));
      });
    },
    manager: () => session.target.connection.manager(runManaged(work, entrance)),
    autocommit: (body) => {
      const call = captureCall(sink.autocommit);
      const nested = async (): Promise<void> => {
        await entrance.nest(body);
        await flush(work);
      };
      return entrance.enter(call, async () => {
        await flush(work);
        await blame(call, undefined, () => runOutside(session, nested));
      });
    },
  };
  return sink;
}
