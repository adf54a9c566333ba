import type { JournalEntry } from "../../plugin/version-store.js";
import type { StatementEffect } from "../../plugin/session.js";
import { hashOf, keepAnswer, keepState, readAnswer } from "./answer.js";
import { attempt, attemptAgain, untilFree } from "./attempt.js";
import type { Manner } from "./book.js";
import { createCommittingBook } from "./committing-book.js";
import type { Journal } from "./journal.js";
import { createPages } from "./pages.js";
import type { JournalInit, JournalParts } from "./parts.js";
import { createRecord } from "./record.js";
import { keepRefusal, readRefusal } from "./refusal.js";
import { createTrail, type Trail } from "./trail.js";
import { createTransactionalBook } from "./transactional-book.js";

/** A journal, and what it saw on its way. */
export type CreatedJournal = Journal &
  Pick<Trail, "operations" | "isLoose"> & {
    /** Was something refused because it is not recorded? */
    readonly hasEnded: () => boolean;
    /** Was a statement refused that shares a transaction with others? */
    readonly hasLostRows: () => boolean;
    /** Where a body was left that was run outside the run's transaction: begins that again. */
    readonly resume: () => Promise<void>;
  };

export function createJournal(init: JournalInit): CreatedJournal {
  const parts = partsOf(init);
  const { record, book, trail } = parts;
  return {
    state: (question, ask) => state(parts, question, ask),
    open: book.open,
    statement: (given, run, nothing) =>
      statement(parts, { ...given, managed: false }, run, nothing),
    managed: (given, run, nothing) =>
      book.control(given.sql, run) ?? statement(parts, { ...given, managed: true }, run, nothing),
    operation: trail.operation,
    // Recorded is all of it or nothing.
    together: (body) => (record.isAhead() ? body() : book.together(body)),
    isReplaying: () => record.isAhead() || init.onlyRecorded === true,
    outside: book.outside,
    commit: book.commit,
    finish: (last) => {
      record.end();
      return book.close(last, [init.key, ...(init.also ?? [])]);
    },
    abandon: book.abandon,
    resume: book.resume,
    kept: book.kept,
    operations: trail.operations,
    isLoose: trail.isLoose,
    hasEnded: trail.hasEnded,
    hasLostRows: trail.hasLostRows,
  };
}

function partsOf(init: JournalInit): JournalParts {
  const { session, begun, key, head, lines, trust } = init;
  const { transactionalDdl } = session.target.dialect.capabilities;
  const create = transactionalDdl ? createTransactionalBook : createCommittingBook;
  const book = create(session, createPages(session, lines));
  const trail = createTrail(key, lines);
  if (lines.length === 0) book.note({ ...trail.line(head), answer: () => "" });
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
  const line = parts.trail.line({ kind: "state", hash, subject: question });
  const note = { ...line, answer: keepState(answer) };
  parts.trail.asked(note);
  parts.book.note(note);
  return answer;
}

type Given = Parameters<Journal["statement"]>[0] & { readonly managed: boolean };

async function statement<Answer>(
  parts: JournalParts,
  given: Given,
  run: () => Promise<Answer>,
  nothing: Answer,
): Promise<Answer> {
  const { record, trail } = parts;
  const effect = effectOf(parts, given);
  const hash = hashOf(given);
  const recorded = record.take("statement", hash, given.sql);
  if (recorded === undefined) checkEnd(parts);
  if (recorded?.outcome === "refused") throw await refusalOf(parts, recorded);
  trail.passed(effect);
  if (recorded?.outcome === "started") {
    return noting(parts, given, recorded, attemptAgain(parts, recorded, effect, run, nothing));
  }
  if (recorded !== undefined) return repeat(recorded, effect, run, nothing);
  const manner = await parts.book.enter(effect, given.managed);
  const line = trail.line({ kind: "statement", hash, subject: given.sql });
  return noting(parts, given, line, runIn(manner, parts, line, effect, run));
}

function runIn<Answer>(
  manner: Manner,
  parts: JournalParts,
  line: JournalEntry,
  effect: StatementEffect,
  run: () => Promise<Answer>,
): Promise<Answer> {
  if (manner === "alone") return attempt(parts, { ...line, outcome: "started" }, run);
  const carried = (): Promise<Answer> => carry(parts, line, effect, run);
  return manner === "shared" ? carried() : untilFree(parts, () => parts.book.together(carried));
}

/** What an ORM is refused an author may catch, and go on: then the refusal is a part of what was done. */
async function noting<Answer>(
  { book, trail }: JournalParts,
  { managed }: Given,
  line: JournalEntry,
  work: Promise<Answer>,
): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (managed) {
      trail.struck().forEach(book.note);
      book.note({ ...line, outcome: "refused", answer: keepRefusal(error) });
      trail.settled(line);
    }
    throw error;
  }
}

function refusalOf({ init }: JournalParts, { answer }: JournalEntry): Promise<Error> {
  return readRefusal(init.session.target, answer);
}

function effectOf({ init }: JournalParts, { sql, transactional }: Given): StatementEffect {
  const effect = init.session.target.dialect.session.resumption?.effectOf(sql) ?? "unknown";
  // Whoever compiled it knows better.
  return transactional === false && effect !== "unknown" ? "definition" : effect;
}

/** Runs a statement whose line is committed together with what it did, so that neither is ever without the other. */
async function carry<Answer>(
  { trail, book, init }: JournalParts,
  line: JournalEntry,
  effect: StatementEffect,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const { transactionalDdl } = init.session.target.dialect.capabilities;
  const answer = await run().catch((error: unknown) => {
    if (!transactionalDdl) trail.loseRows();
    throw error;
  });
  book.note({ ...line, answer: effect === "session" ? () => "" : keepAnswer(answer) });
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
