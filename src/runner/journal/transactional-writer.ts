import { throwCommitFailure } from "../database-failure.js";
import type { Session } from "../session.js";
import type { JournalWriter, StatementTransaction, JournalBuffer, Mark } from "./parts.js";

/**
 * The journal where definitions take part in transactions. While the run's own transaction is open, lines are kept in memory
 * only: where the revision does not commit on its way, nothing is ever written. What stands outside is given a transaction of
 * its own with its line, unless no transaction may hold it.
 */
export function createTransactionalWriter(session: Session, buffer: JournalBuffer): JournalWriter {
  const own = createOwnTransaction(session, buffer);
  const isOpen = (): boolean => session.transaction.active() || own.isOpen();
  return {
    ...createStepsOutside(session, buffer),
    open: async () => undefined,
    append: buffer.append,
    enter: async (effect): Promise<StatementTransaction> => {
      if (isOpen() || effect === "session") return "shared";
      return effect === "definition" || effect === "unknown" ? "alone" : "own";
    },
    together: (body) => (isOpen() ? body() : own.run(body)),
    leave: async () => undefined,
    start: (line) => own.run(async () => buffer.append({ ...line, answer: () => line.answer })),
    finish: buffer.finish,
    strike: buffer.strike,
    close: async (last, journals) => {
      const work = (): Promise<void> => last().then(() => buffer.clear(journals));
      if (isOpen()) return work();
      await own.run(work);
      session.tell({ kind: "committed" });
    },
    abandon: async () => buffer.forget(),
    control: own.control,
    kept: buffer.kept,
  };
}

/** The ways out of the run's transaction, and in again. */
function createStepsOutside(
  session: Session,
  buffer: JournalBuffer,
): Pick<JournalWriter, "outside" | "commit" | "resume"> {
  const { transaction } = session;
  let isOutside = false;
  const commit = async (): Promise<void> => {
    // Without a statement nothing of the revision is in the database, and nobody need know of it.
    if (buffer.haveStatement()) await buffer.write(session.commit);
    else await session.commit();
  };
  const resume = async (): Promise<void> => {
    if (!isOutside) return;
    isOutside = false;
    await transaction.leave();
    await transaction.begin();
  };
  return {
    resume,
    commit: async () => {
      if (!transaction.active()) return;
      await commit();
      await transaction.begin();
    },
    outside: async (body) => {
      if (!transaction.active()) return body();
      await commit();
      isOutside = true;
      await transaction.enter();
      await body();
      await resume();
    },
  };
}

/** A transaction beside the run's, committed with the lines of what was done in it. */
type OwnTransaction = {
  readonly isOpen: () => boolean;
  /** Of one statement, or of one operation. */
  readonly run: <Result>(body: () => Promise<Result>) => Promise<Result>;
  /** Of an ORM, whose statement this is; `undefined`: it begins and ends none. */
  readonly control: <Answer>(
    sql: string,
    send: () => Promise<Answer>,
  ) => Promise<Answer> | undefined;
};

function createOwnTransaction(session: Session, buffer: JournalBuffer): OwnTransaction {
  const { state } = session.target.dialect.session;
  const transaction = createBegin(buffer);
  const orm = ormTransaction(session, buffer, transaction);
  return {
    isOpen: transaction.isOpen,
    run: (body) => runIn(session, buffer, transaction, body),
    control: (sql, send) =>
      session.transaction.active() || state?.effectOf(sql)?.transaction !== true
        ? undefined
        : orm(sql, send),
  };
}

/** Where the lines stood that waited when it began. */
type Begin = Mark & {
  readonly isOpen: () => boolean;
  readonly set: () => void;
  readonly clear: () => void;
};

function createBegin(buffer: JournalBuffer): Begin {
  let mark: Mark | undefined;
  return {
    isOpen: () => mark !== undefined,
    set: () => {
      mark = buffer.mark();
    },
    clear: () => {
      mark = undefined;
    },
    forget: () => mark?.forget(),
    undo: () => mark?.undo(),
  };
}

async function runIn<Result>(
  { target: { connection, dialect }, guard }: Session,
  buffer: JournalBuffer,
  mark: Begin,
  body: () => Promise<Result>,
): Promise<Result> {
  await connection.begin(dialect.session.transactions.begin);
  mark.set();
  try {
    const result = await body();
    await guard.confirm();
    await buffer.write(() => connection.commit().catch(throwCommitFailure));
    return result;
  } catch (error) {
    mark.forget();
    // Without a connection the server undoes it by itself; what was thrown first says more.
    await connection.rollback().catch(() => undefined);
    throw error;
  } finally {
    mark.clear();
  }
}

function ormTransaction({ target: { dialect } }: Session, buffer: JournalBuffer, mark: Begin) {
  const { rollback } = dialect.session.transactions;
  return async <Answer>(sql: string, send: () => Promise<Answer>): Promise<Answer> => {
    if (!mark.isOpen()) {
      const answer = await send();
      mark.set();
      return answer;
    }
    if (!sql.trim().toUpperCase().startsWith(rollback))
      return buffer.write(send).finally(mark.clear);
    mark.undo();
    mark.clear();
    return send();
  };
}
