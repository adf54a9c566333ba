import type { AthanorError } from "../error/athanor-error.js";
import type { Server } from "../plugin/catalog.js";
import { checkInterrupted } from "./wait/interrupt.js";
import { createRunRecord } from "./run-record.js";
import type { ProgressEvent, RunTarget } from "./run-request.js";
import type { WithoutDatabase, Session, Guard, Transaction } from "./session.js";
import { createTransaction } from "./transaction.js";
import { writeRows } from "./version-rows.js";

/** What a session is made of. */
export type SessionInit = {
  readonly target: RunTarget;
  readonly server: Server;
  readonly guard: Guard;
  readonly dryRun: boolean;
};

export function createSession(init: SessionInit): Session {
  const { target, guard } = init;
  const transaction = createTransaction(target);
  const record = createRunRecord();
  const late = createLateCalls(transaction);
  const tell = (event: WithoutDatabase<ProgressEvent>): void =>
    target.onProgress?.({ ...event, database: target.database });
  const session: Session = {
    ...init,
    record,
    transaction,
    durable: () => !transaction.active() || !target.dialect.capabilities.transactionalDdl,
    tell,
    ...late,
    commit: async () => {
      late.checkLateCalls();
      checkInterrupted(target.signal);
      await writeRows(session);
      await guard.confirm();
      await transaction.commit();
      record.recordCommit();
      tell({ kind: "committed" });
    },
    rollback: async () => {
      const active = transaction.active();
      record.forgetPending();
      await transaction.rollback().finally(record.recordRollback);
      if (active) tell({ kind: "rolledBack" });
    },
  };
  return session;
}

function createLateCalls({
  active,
}: Transaction): Pick<Session, "reportLateCall" | "checkLateCalls"> {
  let late: AthanorError | undefined;
  return {
    reportLateCall: (error) => {
      late ??= error;
      return active();
    },
    checkLateCalls: () => {
      if (late !== undefined) throw late;
    },
  };
}
