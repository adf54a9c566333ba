import type { AnyOperation } from "../../operation/plugin-operation.js";
import type { JournalEntry, JournalKey, StatementEffect } from "../../plugin/journal.js";

/** Where in a revision its journal stands, and what was passed on the way. */
export type Trail = {
  /** The next line; `done`, without an answer, where nothing else is told. */
  readonly line: (
    told: Pick<JournalEntry, "kind" | "hash" | "subject"> & Partial<JournalEntry>,
  ) => JournalEntry;
  /** A statement that runs, or has run. */
  readonly passed: (effect: StatementEffect) => void;
  /** The line of a statement is there to stay. */
  readonly settled: (line: JournalEntry) => void;
  /** Where the lines begin that only led to what comes next. */
  readonly pending: () => number;
  readonly operation: (operation: AnyOperation, body: () => Promise<void>) => Promise<void>;
  /** Has the present operation begun to change something? */
  readonly isWithinOperation: () => boolean;
  /** The operations that did something, in order. */
  readonly operations: () => readonly AnyOperation[];
  /** Did something other than an operation change rows? */
  readonly isLoose: () => boolean;
  /** Refuses to go on. */
  readonly end: () => never;
  readonly hasEnded: () => boolean;
  /** A statement was refused that shares a transaction with others. */
  readonly loseRows: () => void;
  readonly hasLostRows: () => boolean;
};

export function createTrail(key: JournalKey, lines: readonly JournalEntry[]): Trail {
  const done: AnyOperation[] = [];
  let position = (lines.at(-1)?.position ?? -1) + 1;
  let pending = afterLast(lines);
  let statements: number | undefined;
  let loose = false;
  let ended = false;
  return {
    line: (told) => ({ ...key, position: position++, outcome: "done", answer: "", ...told }),
    passed: (effect) => {
      if (statements !== undefined) statements += 1;
      else loose ||= effect !== "read" && effect !== "session";
    },
    settled: (line) => {
      pending = line.position + 1;
    },
    pending: () => pending,
    operation: async (operation, body) => {
      statements = 0;
      try {
        await body();
        if (statements > 0) done.push(operation);
      } finally {
        statements = undefined;
      }
    },
    isWithinOperation: () => statements !== undefined && statements > 0,
    operations: () => done,
    isLoose: () => loose,
    end: () => {
      ended = true;
      throw new Error("All that is recorded has been repeated.");
    },
    hasEnded: () => ended,
    ...createLoss(),
  };
}

function createLoss(): Pick<Trail, "loseRows" | "hasLostRows"> {
  let lost = false;
  return {
    loseRows: () => {
      lost = true;
    },
    hasLostRows: () => lost,
  };
}

function afterLast(lines: readonly JournalEntry[]): number {
  const last = lines.findLast(({ kind, outcome }) => kind === "statement" && outcome === "done");
  return last === undefined ? 0 : last.position + 1;
}
