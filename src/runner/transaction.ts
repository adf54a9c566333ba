import type { LimitValues } from "../plugin/session.js";
import { throwCommitFailure } from "./database-failure.js";
import type { RunTarget, Span } from "./run-request.js";
import type { Transaction, Session } from "./session.js";
import { writeRows } from "./version-rows.js";

export function createTransaction(target: RunTarget): Transaction {
  const { connection, dialect } = target;
  const { transactions: words } = dialect.session;
  const limit = limitsOf(target);
  let active = false;
  const restores: (() => Promise<void>)[] = [];
  const prepare = async (): Promise<void> => {
    restores.push(await words.prepare(connection));
  };
  const finish = async (): Promise<void> => {
    active = false;
    for (const back of restores.splice(0).reverse()) await back();
  };
  return {
    active: () => active,
    begin: async () => {
      await prepare();
      await connection.begin(words.begin);
      active = true;
      restores.push(await limit(true));
    },
    enter: async () => {
      await prepare();
      restores.push(await limit(false));
    },
    leave: async () => {
      if (restores.length === 0 || active) return;
      await words.verify(connection).finally(finish);
    },
    commit: async () => {
      await words.verify(connection);
      await connection.commit().catch(throwCommitFailure);
      await finish();
    },
    rollback: () => (active ? connection.rollback() : Promise.resolve()).finally(finish),
  };
}

const nothing = async (): Promise<void> => undefined;

/** Sets the limits of the run, where the server has any, and gives the way back. */
function limitsOf({
  connection,
  dialect,
  limits = {},
}: RunTarget): (inTransaction: boolean) => Promise<() => Promise<void>> {
  return async (inTransaction) =>
    dialect.session.limits === undefined || isEmpty(limits)
      ? nothing
      : dialect.session.limits.set(connection, limits, inTransaction);
}

const isEmpty = ({ lockMilliseconds, statementMilliseconds }: LimitValues): boolean =>
  lockMilliseconds === undefined && statementMilliseconds === undefined;

export function openSpan(session: Session, span: Span): Promise<void> {
  return span === "none" ? session.transaction.enter() : session.transaction.begin();
}

export async function closeSpan(session: Session): Promise<void> {
  if (!session.transaction.active()) return session.transaction.leave();
  if (!session.dryRun) return session.commit();
  await writeRows(session);
  await session.target.dialect.session.transactions.verify(session.target.connection);
  await session.rollback();
}
