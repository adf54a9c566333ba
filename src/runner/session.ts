import { performance } from "node:perf_hooks";
import { AthanorError } from "../error/athanor-error.js";
import type { Operation } from "../operation/operation.js";
import type { Server } from "../plugin/catalog.js";
import type { Journal } from "./journal/journal.js";
import type { ProgressEvent } from "./progress.js";
import { createLedger, type Ledger } from "./ledger.js";
import { createRowMoves, type RowMoves } from "./row-moves.js";
import type { Guard } from "./guard.js";
import { checkInterrupted } from "./interrupt.js";
import type { RunTarget } from "./run-request.js";
import { createTransaction, type Transaction } from "./transaction.js";

type Told<Event> = Event extends unknown ? Omit<Event, "database"> : never;

/** One database being worked on: the connection and where its transaction stands. */
export type Session = {
  readonly target: RunTarget;
  readonly server: Server;
  readonly guard: Guard;
  readonly ledger: Ledger;
  readonly dryRun: boolean;
  readonly transaction: Pick<Transaction, "active" | "begin" | "enter" | "leave">;
  /** What the version rows become when the present transaction is committed. */
  readonly moves: RowMoves;
  readonly commit: () => Promise<void>;
  readonly rollback: () => Promise<void>;
  /** Remembers an operation that was carried out, until the transaction ends. */
  readonly done: (operation: Operation) => void;
  /** The operations remembered, oldest first. */
  readonly earlier: () => readonly Operation[];
  /** True where what is done now stays whatever happens later. */
  readonly durable: () => boolean;
  /** Takes the failure of a call made after its revision had ended; false where no commit is left to prevent. */
  readonly reportLateCall: (error: AthanorError) => boolean;
  /** Throws the failure reported so. */
  readonly checkLateCalls: () => void;
  readonly tell: (event: Told<ProgressEvent>) => void;
  /** What the present revision has done. Left out: between revisions, and where nothing is kept. */
  readonly journal?: Journal;
};

/** What a session is made of. */
export type SessionInit = {
  readonly target: RunTarget;
  readonly server: Server;
  readonly guard: Guard;
  readonly dryRun: boolean;
  /** Runs ahead of each commit, inside the transaction. */
  readonly beforeCommit: (session: Session) => Promise<void>;
};

export function createSession(init: SessionInit): Session {
  const { beforeCommit, ...given } = init;
  const { target, guard } = given;
  const transaction = createTransaction(target);
  const ledger = createLedger();
  const late = createLateCalls(transaction);
  const tell = (event: Told<ProgressEvent>): void =>
    target.onProgress?.({ ...event, database: target.database });
  const moves = createRowMoves();
  const memory = createMemory();
  const session: Session = {
    ...given,
    ledger,
    transaction,
    moves,
    durable: () => !transaction.active() || !target.dialect.capabilities.transactionalDdl,
    done: memory.done,
    earlier: memory.earlier,
    tell,
    ...late,
    commit: async () => {
      late.checkLateCalls();
      checkInterrupted(target.signal);
      await beforeCommit(session);
      await guard.confirm();
      await transaction.commit();
      memory.forget();
      ledger.recordCommit();
      tell({ kind: "committed" });
    },
    rollback: async () => {
      const active = transaction.active();
      moves.take();
      memory.forget();
      await transaction.rollback().finally(ledger.recordRollback);
      if (active) tell({ kind: "rolledBack" });
    },
  };
  return session;
}

/** What was done in the present transaction. */
function createMemory(): Pick<Session, "done" | "earlier"> & { readonly forget: () => void } {
  let earlier: Operation[] = [];
  return {
    done: (operation) => void earlier.push(operation),
    earlier: () => earlier,
    forget: () => {
      earlier = [];
    },
  };
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

/** Commits what went before, runs the body with no transaction around it, and begins again. */
export async function runOutside(session: Session, body: () => Promise<void>): Promise<void> {
  if (session.journal !== undefined) return session.journal.outside(body);
  throw new AthanorError({
    code: "DRY_RUN_CANNOT_COMMIT",
    message:
      "This revision commits on its way (`op.autocommit`, or a statement that no transaction may hold): a dry run, which must be able to roll back, stops here.",
    suggestions: ["athanor upgrade --sql"],
  });
}

/** Runs the body and gives its result with the milliseconds it took. */
export async function timed<Result>(
  body: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly milliseconds: number }> {
  const start = performance.now();
  const result = await body();
  return { result, milliseconds: Math.round((performance.now() - start) * 1000) / 1000 };
}
