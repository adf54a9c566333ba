import type { AnyOperation } from "../../operation/plugin-operation.js";
import type { JournalEntry, JournalKey } from "../../plugin/version-store.js";
import type { StatementEffect } from "../../plugin/session.js";
import type { Note } from "./pages.js";

/** Where in a revision its journal stands, and what was passed on the way. */
export type Trail = {
  /** The next line; `done`, without an answer, where nothing else is told. */
  readonly line: (
    told: Pick<JournalEntry, "kind" | "hash" | "subject"> & Partial<JournalEntry>,
  ) => JournalEntry;
  /** A statement that runs, or has run. */
  readonly passed: (effect: StatementEffect) => void;
  /** A question that leads to what comes next. */
  readonly asked: (line: Note) => void;
  /** The line of a statement is there to stay. */
  readonly settled: (line: JournalEntry) => void;
  /** The pending questions were taken back together with what they led to. */
  readonly strike: () => void;
  /** The questions that were taken back, which are asked again wherever the author goes on. */
  readonly struck: () => readonly Note[];
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
  const { settle, ...questions } = createQuestions(lines, pending);
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
      settle();
    },
    ...questions,
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

/** Those since the last statement. */
function createQuestions(lines: readonly JournalEntry[], pending: number) {
  let asked: Note[] = lines
    .filter(({ kind, position }) => kind === "state" && position >= pending)
    .map((line) => ({ ...line, answer: () => line.answer }));
  let struck: readonly Note[] = [];
  return {
    asked: (line: Note): void => void asked.push(line),
    strike: (): void => {
      struck = asked;
    },
    struck: (): readonly Note[] => struck,
    settle: (): void => {
      asked = [];
      struck = [];
    },
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
  const last = lines.findLast(({ kind, outcome }) => kind === "statement" && outcome !== "started");
  return last === undefined ? 0 : last.position + 1;
}
