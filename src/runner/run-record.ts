import type { Operation } from "../operation/operation.js";
import type { LogEntry } from "../plugin/version-store.js";
import type { Step } from "../revision/step.js";

/** One statement as it was run. */
export type ExecutedStatement = {
  readonly sql: string;
  readonly milliseconds: number;
  readonly rows: number;
};

/** One revision that was applied or undone. */
export type AppliedRevision = {
  readonly revision: string;
  readonly message: string;
  readonly path: string;
  readonly direction: Step["direction"];
  readonly statements: number;
  readonly milliseconds: number;
};

/** One revision that would be applied or undone. */
export type PlannedRevision = Pick<AppliedRevision, "revision" | "message" | "path" | "direction">;

/** What became of a run. A failed run carries the same fields among the facts of its error. */
export type RunResult = {
  readonly database: string;
  /** The version rows before. */
  readonly from: readonly string[];
  /** The version rows now. */
  readonly to: readonly string[];
  /** Done and kept. */
  readonly applied: readonly AppliedRevision[];
  /** Done and undone again: by a failure, or because the run was a dry one. */
  readonly rolledBack: readonly AppliedRevision[];
  /** Planned, and not begun. */
  readonly remaining: readonly string[];
  readonly milliseconds: number;
  readonly dryRun: boolean;
  /** Of a dry run where definitions cannot be rolled back: what would be run. Nothing was. */
  readonly planned?: readonly PlannedRevision[];
  /** The statements of a dry run; empty otherwise. */
  readonly statements: readonly ExecutedStatement[];
};

/** What a run keeps while it runs: what it has done so far, what of it would survive a rollback now, and what waits for the commit. */
export type RunRecord = {
  /** `before`: statements of it that an earlier run has done. */
  readonly startRevision: (before?: number) => void;
  readonly recordStatement: (statement: ExecutedStatement, durable: boolean) => void;
  readonly recordRevision: (revision: AppliedRevision, durable: boolean) => void;
  /** Remembers an operation that was carried out, until the transaction ends. */
  readonly recordOperation: (operation: Operation) => void;
  readonly recordCommit: () => void;
  readonly recordRollback: () => void;
  /** What was undone is done again. */
  readonly forgetUndone: () => void;
  /** Forgets what waits for a commit that will not come. */
  readonly forgetPending: () => void;
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
  /** The operations of the present transaction, oldest first. */
  readonly operations: () => readonly Operation[];
  /** What the version rows become, and the log says, when the present transaction is committed. */
  readonly versionChanges: VersionChanges;
};

/** Changes of the version rows, and lines of the log, that wait for the end of their transaction: what cancels out is never written. */
export type VersionChanges = {
  readonly add: (removes: readonly string[], inserts: readonly string[]) => void;
  readonly log: (line: LogEntry) => void;
  /** Takes out what is to be done now. */
  readonly take: () => {
    readonly removes: readonly string[];
    readonly inserts: readonly string[];
    readonly lines: readonly LogEntry[];
  };
};

export function createRunRecord(): RunRecord {
  const versionChanges = createVersionChanges();
  const { forget: forgetOperations, ...operations } = createOperationList();
  const { recordCommit, ...revisions } = createRevisionList();
  return {
    versionChanges,
    ...operations,
    ...revisions,
    recordCommit: () => {
      forgetOperations();
      recordCommit();
    },
    forgetPending: () => {
      versionChanges.take();
      forgetOperations();
    },
  };
}

type RevisionList = Omit<
  RunRecord,
  "versionChanges" | "recordOperation" | "operations" | "forgetPending"
>;

function createRevisionList(): RevisionList {
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

function createVersionChanges(): VersionChanges {
  const removes = new Set<string>();
  const inserts = new Set<string>();
  const lines: LogEntry[] = [];
  return {
    add: (gone, come) => {
      for (const row of gone) if (!inserts.delete(row)) removes.add(row);
      for (const row of come) if (!removes.delete(row)) inserts.add(row);
    },
    log: (line) => {
      lines.push(line);
    },
    take: () => {
      const taken = { removes: [...removes], inserts: [...inserts], lines: lines.splice(0) };
      removes.clear();
      inserts.clear();
      return taken;
    },
  };
}

function createOperationList(): Pick<RunRecord, "recordOperation" | "operations"> & {
  readonly forget: () => void;
} {
  let operations: Operation[] = [];
  return {
    recordOperation: (operation) => void operations.push(operation),
    operations: () => operations,
    forget: () => {
      operations = [];
    },
  };
}
