import type { JournalEntry, StatementEffect } from "../../plugin/journal.js";
import { hashOf, readAnswer, writeAnswer } from "./answer.js";
import { attempt, attemptAgain } from "./attempt.js";
import { createBook } from "./book.js";
import type { Journal } from "./journal.js";
import type { JournalInit, JournalParts } from "./parts.js";
import { createRecord } from "./record.js";
import { createTrail, type Trail } from "./trail.js";

/** A journal, and what it saw on its way. */
export type CreatedJournal = Journal &
  Pick<Trail, "operations" | "isLoose"> & {
    /** Was something refused because it is not recorded? */
    readonly hasEnded: () => boolean;
    /** Was a statement refused that shares a transaction with others? */
    readonly hasLostRows: () => boolean;
  };

export function createJournal(init: JournalInit): CreatedJournal {
  const parts = partsOf(init);
  const { record, book, trail } = parts;
  return {
    state: (question, ask) => state(parts, question, ask),
    open: book.open,
    statement: async (given, run, nothing) => {
      if (trail.isAlone() && !record.isAhead()) await book.commit();
      return statement(parts, given, run, nothing);
    },
    managed: (given, run, nothing) => statement(parts, given, run, nothing),
    operation: trail.operation,
    isReplaying: () => record.isAhead() || init.onlyRecorded === true,
    commit: book.commit,
    outside: async (body) => {
      if (!record.isAhead()) await book.commit();
      await trail.alone(body);
      if (!record.isAhead()) await book.commit();
    },
    finish: async (last) => {
      record.end();
      await init.session.guard.confirm();
      await last();
      await book.close(init.key, ...(init.also ?? []));
      init.session.tell({ kind: "committed" });
    },
    abandon: book.rollback,
    kept: book.kept,
    operations: trail.operations,
    isLoose: trail.isLoose,
    hasEnded: trail.hasEnded,
    hasLostRows: trail.hasLostRows,
  };
}

function partsOf(init: JournalInit): JournalParts {
  const { session, begun, key, head, lines, trust } = init;
  const done = lines.filter(({ kind, outcome }) => kind === "statement" && outcome === "done");
  const book = createBook(session, done.length);
  const trail = createTrail(key, lines);
  if (lines.length === 0) book.note(trail.line(head));
  return { init, record: createRecord(lines.slice(1), begun, trust), book, trail };
}

async function state<Answer>(
  parts: JournalParts,
  question: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const hash = hashOf({ sql: question });
  const recorded = parts.record.take("state", hash, question);
  if (recorded !== undefined) {
    return recorded.answer === "" ? ask() : readAnswer<Answer>(recorded.answer);
  }
  checkEnd(parts);
  const answer = await ask();
  const told = { kind: "state", hash, subject: question, answer: writeAnswer(answer) } as const;
  parts.book.note(parts.trail.line(told));
  return answer;
}

async function statement<Answer>(
  parts: JournalParts,
  given: Parameters<Journal["statement"]>[0],
  run: () => Promise<Answer>,
  nothing: Answer,
): Promise<Answer> {
  const { record, book, trail, init } = parts;
  const effect = init.session.target.dialect.resumption?.effectOf(given.sql) ?? "unknown";
  const hash = hashOf(given);
  const recorded = record.take("statement", hash, given.sql);
  if (recorded === undefined) checkEnd(parts);
  trail.passed(effect);
  if (recorded?.outcome === "done") return repeat(recorded, effect, run, nothing);
  if (recorded !== undefined) return attemptAgain(parts, recorded, effect, run, nothing);
  const told = { kind: "statement", hash, subject: given.sql } as const;
  if (effect === "definition" || effect === "unknown") {
    return attempt(parts, trail.line({ ...told, outcome: "started" }), run);
  }
  // Some of these end the transaction around them without a word.
  if (effect === "session") await book.commit();
  // The line and the rows are committed together, so that neither is ever without the other.
  const answer = await run().catch((error: unknown) => {
    trail.loseRows();
    throw error;
  });
  const line = trail.line({ ...told, answer: effect === "session" ? "" : writeAnswer(answer) });
  book.note(line);
  trail.settled(line);
  return answer;
}

function checkEnd({ init, trail }: JournalParts): void {
  if (init.onlyRecorded === true && !trail.isWithinOperation()) trail.end();
}

/** A session's settings are gone with it, and what was too much to keep can be read again. */
function repeat<Answer>(
  { answer }: JournalEntry,
  effect: StatementEffect,
  run: () => Promise<Answer>,
  nothing: Answer,
): Promise<Answer> {
  if (effect === "session" || (effect === "read" && answer === "")) return run();
  return Promise.resolve(answer === "" ? nothing : readAnswer<Answer>(answer));
}
