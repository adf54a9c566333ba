import type { AppliedRevision, ExecutedStatement } from "./run-result.js";

/** What a run has done so far, and what of it would survive a rollback now. */
export type Ledger = {
  /** `before`: statements of it that an earlier run has done. */
  readonly startRevision: (before?: number) => void;
  readonly recordStatement: (statement: ExecutedStatement, durable: boolean) => void;
  readonly recordRevision: (revision: AppliedRevision, durable: boolean) => void;
  readonly recordCommit: () => void;
  readonly recordRollback: () => void;
  /** What was undone is done again. */
  readonly forgetUndone: () => void;
  /** Statements of the present revision: all, and those that a rollback does not undo. */
  readonly statements: () => number;
  readonly keptStatements: () => number;
  /** Takes back what was counted as kept since there were so many: it was undone after all. */
  readonly keepOnly: (statements: number) => void;
  /** Revisions done and kept; done, but still in an open transaction; done and undone. */
  readonly kept: () => readonly AppliedRevision[];
  readonly pending: () => readonly AppliedRevision[];
  readonly undone: () => readonly AppliedRevision[];
  readonly executed: () => readonly ExecutedStatement[];
};

export function createLedger(): Ledger {
  const executed: ExecutedStatement[] = [];
  const kept: AppliedRevision[] = [];
  const pending: AppliedRevision[] = [];
  const undone: AppliedRevision[] = [];
  let statements = 0;
  let keptStatements = 0;
  return {
    startRevision: (before = 0) => {
      statements = before;
      keptStatements = 0;
    },
    recordStatement: (statement, durable) => {
      executed.push(statement);
      statements += 1;
      if (durable) keptStatements += 1;
    },
    recordRevision: (revision, durable) => {
      (durable ? kept : pending).push(revision);
    },
    recordCommit: () => {
      kept.push(...pending.splice(0));
      keptStatements = statements;
    },
    recordRollback: () => void undone.push(...pending.splice(0)),
    forgetUndone: () => void undone.splice(0),
    statements: () => statements,
    keptStatements: () => keptStatements,
    keepOnly: (count) => {
      keptStatements = count;
    },
    kept: () => kept,
    pending: () => pending,
    undone: () => undone,
    executed: () => executed,
  };
}
