import type { Session } from "../session.js";
import { throwCommitFailure } from "../transaction.js";
import type { Mark, Pages } from "./pages.js";

/** A transaction beside the run's, committed with the lines of what was done in it. */
export type OwnTransaction = {
  readonly isOpen: () => boolean;
  /** Of one statement, or of one operation. */
  readonly run: <Result>(body: () => Promise<Result>) => Promise<Result>;
  /** Of an ORM, whose statement this is; `undefined`: it begins and ends none. */
  readonly control: <Answer>(
    sql: string,
    send: () => Promise<Answer>,
  ) => Promise<Answer> | undefined;
};

export function createOwnTransaction(session: Session, pages: Pages): OwnTransaction {
  const { conduct } = session.target.dialect.session;
  const transaction = createBegin(pages);
  const orm = ormTransaction(session, pages, transaction);
  return {
    isOpen: transaction.isOpen,
    run: (body) => runIn(session, pages, transaction, body),
    control: (sql, send) =>
      session.transaction.active() || conduct?.judge(sql)?.transaction !== true
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

function createBegin(pages: Pages): Begin {
  let mark: Mark | undefined;
  return {
    isOpen: () => mark !== undefined,
    set: () => {
      mark = pages.mark();
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
  pages: Pages,
  mark: Begin,
  body: () => Promise<Result>,
): Promise<Result> {
  await connection.begin(dialect.session.transactions.begin);
  mark.set();
  try {
    const result = await body();
    await guard.confirm();
    await pages.write(() => connection.commit().catch(throwCommitFailure));
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

function ormTransaction({ target: { dialect } }: Session, pages: Pages, mark: Begin) {
  const { rollback } = dialect.session.transactions;
  return async <Answer>(sql: string, send: () => Promise<Answer>): Promise<Answer> => {
    if (!mark.isOpen()) {
      const answer = await send();
      mark.set();
      return answer;
    }
    if (!sql.trim().toUpperCase().startsWith(rollback))
      return pages.write(send).finally(mark.clear);
    mark.undo();
    mark.clear();
    return send();
  };
}
