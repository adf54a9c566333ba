import { hasCode } from "../../error/athanor-error.js";
import { hazards } from "../../operation/hazards.js";
import type { Operation } from "../../operation/operation.js";
import { type AnyOperation, isPluginOperation } from "../../operation/plugin-operation.js";
import { reverseAll } from "../../operation/reverse.js";
import type { StatementEffect, Resumption } from "../../plugin/session.js";
import type { JournalEntry, JournalKey } from "../../plugin/version-store.js";
import type { PendingEntry } from "./answer.js";

/** Where in a revision its journal stands, and what was passed on the way. */
export type JournalCursor = {
  /** The next line; `done`, without an answer, where nothing else is stated. */
  readonly line: (
    entry: Pick<JournalEntry, "kind" | "hash" | "subject"> & Partial<JournalEntry>,
  ) => JournalEntry;
  /** A statement that runs, or has run. */
  readonly passed: (effect: StatementEffect) => void;
  /** A question that leads to what comes next. */
  readonly asked: (line: PendingEntry) => void;
  /** The line of a statement is there to stay. */
  readonly settled: (line: JournalEntry) => void;
  /** The pending questions were taken back together with what they led to. */
  readonly strike: () => void;
  /** The questions that were taken back, which are asked again wherever the author goes on. */
  readonly struck: () => readonly PendingEntry[];
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

export function createJournalCursor(
  key: JournalKey,
  lines: readonly JournalEntry[],
): JournalCursor {
  let position = (lines.at(-1)?.position ?? -1) + 1;
  let pending = afterLast(lines);
  const { settle, ...questions } = createQuestions(lines, pending);
  let ended = false;
  return {
    line: (entry) => ({ ...key, position: position++, outcome: "done", answer: "", ...entry }),
    settled: (line) => {
      pending = line.position + 1;
      settle();
    },
    ...questions,
    pending: () => pending,
    ...createOperationList(),
    end: () => {
      ended = true;
      throw new Error("All that is recorded has been repeated.");
    },
    hasEnded: () => ended,
    ...createLoss(),
  };
}

function createOperationList(): Pick<
  JournalCursor,
  "passed" | "operation" | "isWithinOperation" | "operations" | "isLoose"
> {
  const done: AnyOperation[] = [];
  let statements: number | undefined;
  let loose = false;
  return {
    passed: (effect) => {
      if (statements !== undefined) statements += 1;
      else loose ||= effect !== "read" && effect !== "session";
    },
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
  };
}

/** Those since the last statement. */
function createQuestions(lines: readonly JournalEntry[], pending: number) {
  let asked: PendingEntry[] = lines
    .filter(({ kind, position }) => kind === "state" && position >= pending)
    .map((line) => ({ ...line, answer: () => line.answer }));
  let struck: readonly PendingEntry[] = [];
  return {
    asked: (line: PendingEntry): void => void asked.push(line),
    strike: (): void => {
      struck = asked;
    },
    struck: (): readonly PendingEntry[] => struck,
    settle: (): void => {
      asked = [];
      struck = [];
    },
  };
}

function createLoss(): Pick<JournalCursor, "loseRows" | "hasLostRows"> {
  let lost = false;
  return {
    loseRows: () => {
      lost = true;
    },
    hasLostRows: () => lost,
  };
}

function afterLast(lines: readonly JournalEntry[]): number {
  const last = lines.findLast(({ kind, outcome }) => kind === "statement" && outcome !== "started");
  return last === undefined ? 0 : last.position + 1;
}

export function recordedOperations(
  journal: Pick<JournalCursor, "operations" | "isLoose">,
  resumption: Resumption | undefined,
): readonly Operation[] | undefined {
  if (journal.isLoose()) return undefined;
  const done: Operation[] = [];
  for (const operation of journal.operations()) {
    // What a plugin's operation may have found done already, only the plugin knows.
    if (isPluginOperation(operation) || !isCertain(operation)) return undefined;
    if (!isPassing(operation, resumption)) done.push(operation);
  }
  return done;
}

export function destroys(operation: Operation): boolean {
  return hazards(operation).some(({ severity }) => severity === "data-loss");
}

export function reverseIfPossible(done: readonly Operation[]): readonly Operation[] | undefined {
  try {
    return reverseAll(done);
  } catch (error) {
    if (hasCode(error, "IRREVERSIBLE_OPERATION")) return undefined;
    throw error;
  }
}

/** SQL of the author's that leaves nothing behind. */
function isPassing(operation: Operation, resumption: Resumption | undefined): boolean {
  if (operation.kind !== "execute") return false;
  const effect = resumption?.effectOf(operation.sql);
  return effect === "read" || effect === "session";
}

/** What may have found its work done already must not undo the work of another. */
function isCertain(operation: Operation): boolean {
  const { ifExists, ifNotExists } = operation as { ifExists?: boolean; ifNotExists?: boolean };
  return ifExists !== true && ifNotExists !== true;
}
