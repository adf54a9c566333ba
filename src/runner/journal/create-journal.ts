import type { StatementEffect } from "../../plugin/session.js";
import type { JournalEntry } from "../../plugin/version-store.js";
import type { Session } from "../session.js";
import { hashOf, keepAnswer, keepState, readAnswer, keepRefusal, readRefusal } from "./answer.js";
import { attempt, attemptAgain, untilFree } from "./attempt.js";
import { createCommittingWriter } from "./committing-writer.js";
import type { Journal } from "./journal.js";
import { createJournalReader } from "./reader.js";
import { createJournalBuffer } from "./buffer.js";
import type { StatementTransaction, JournalInit, JournalParts } from "./parts.js";
import { createJournalCursor, type JournalCursor } from "./cursor.js";
import { createTransactionalWriter } from "./transactional-writer.js";

/** A journal, and what it saw on its way. */
export type CreatedJournal = Journal &
  Pick<JournalCursor, "operations" | "isLoose"> & {
    /** Was something refused because it is not recorded? */
    readonly hasEnded: () => boolean;
    /** Was a statement refused that shares a transaction with others? */
    readonly hasLostRows: () => boolean;
    /** Where a body was left that was run outside the run's transaction: begins that again. */
    readonly resume: () => Promise<void>;
  };

export function createJournal(init: JournalInit): CreatedJournal {
  const parts = partsOf(init);
  const { reader, writer, cursor } = parts;
  return {
    state: (question, ask) => state(parts, question, ask),
    open: writer.open,
    statement: (given, run, nothing) =>
      statement(parts, { ...given, managed: false }, run, nothing),
    managed: (given, run, nothing) =>
      writer.control(given.sql, run) ?? statement(parts, { ...given, managed: true }, run, nothing),
    operation: cursor.operation,
    // Recorded is all of it or nothing.
    together: (body) => (reader.isAhead() ? body() : writer.together(body)),
    isReplaying: () => reader.isAhead() || init.onlyRecorded === true,
    outside: writer.outside,
    commit: writer.commit,
    finish: (last) => {
      reader.end();
      return writer.close(last, [init.key, ...(init.also ?? [])]);
    },
    abandon: writer.abandon,
    resume: writer.resume,
    kept: writer.kept,
    operations: cursor.operations,
    isLoose: cursor.isLoose,
    hasEnded: cursor.hasEnded,
    hasLostRows: cursor.hasLostRows,
  };
}

function partsOf(init: JournalInit): JournalParts {
  const { session, begun, key, head, lines, trust } = init;
  const { transactionalDdl } = session.target.dialect.capabilities;
  const create = transactionalDdl ? createTransactionalWriter : createCommittingWriter;
  const writer = create(session, createJournalBuffer(session, lines));
  const cursor = createJournalCursor(key, lines);
  if (lines.length === 0) writer.append({ ...cursor.line(head), answer: () => "" });
  return { init, reader: createJournalReader(lines.slice(1), begun, trust), writer, cursor };
}

async function state<Answer>(
  parts: JournalParts,
  question: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const hash = hashOf({ sql: question });
  const recorded = parts.reader.take("state", hash, question);
  if (recorded !== undefined) {
    return recorded.answer === "" ? ask() : readAnswer<Answer>(recorded.answer);
  }
  checkEnd(parts);
  const answer = await ask();
  const line = parts.cursor.line({ kind: "state", hash, subject: question });
  const pending = { ...line, answer: keepState(answer) };
  parts.cursor.asked(pending);
  parts.writer.append(pending);
  return answer;
}

type Given = Parameters<Journal["statement"]>[0] & { readonly managed: boolean };

async function statement<Answer>(
  parts: JournalParts,
  given: Given,
  run: () => Promise<Answer>,
  nothing: Answer,
): Promise<Answer> {
  const { reader, cursor } = parts;
  const effect = effectOf(parts, given);
  const hash = hashOf(given);
  const recorded = reader.take("statement", hash, given.sql);
  if (recorded === undefined) checkEnd(parts);
  if (recorded?.outcome === "refused") throw await refusalOf(parts, recorded);
  cursor.passed(effect);
  if (recorded?.outcome === "started") {
    return recordingRefusal(
      parts,
      given,
      recorded,
      attemptAgain(parts, recorded, effect, run, nothing),
    );
  }
  if (recorded !== undefined) return repeat(recorded, effect, run, nothing);
  const transaction = await parts.writer.enter(effect, given.managed);
  const line = cursor.line({ kind: "statement", hash, subject: given.sql });
  return recordingRefusal(parts, given, line, runIn(transaction, parts, line, effect, run));
}

function runIn<Answer>(
  transaction: StatementTransaction,
  parts: JournalParts,
  line: JournalEntry,
  effect: StatementEffect,
  run: () => Promise<Answer>,
): Promise<Answer> {
  if (transaction === "alone") return attempt(parts, { ...line, outcome: "started" }, run);
  const carried = (): Promise<Answer> => carry(parts, line, effect, run);
  return transaction === "shared"
    ? carried()
    : untilFree(parts, () => parts.writer.together(carried));
}

/** What an ORM is refused an author may catch, and go on: then the refusal is a part of what was done. */
async function recordingRefusal<Answer>(
  { writer, cursor }: JournalParts,
  { managed }: Given,
  line: JournalEntry,
  work: Promise<Answer>,
): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (managed) {
      cursor.struck().forEach(writer.append);
      writer.append({ ...line, outcome: "refused", answer: keepRefusal(error) });
      cursor.settled(line);
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
  { cursor, writer, init }: JournalParts,
  line: JournalEntry,
  effect: StatementEffect,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const { transactionalDdl } = init.session.target.dialect.capabilities;
  const answer = await run().catch((error: unknown) => {
    if (!transactionalDdl) cursor.loseRows();
    throw error;
  });
  writer.append({ ...line, answer: effect === "session" ? () => "" : keepAnswer(answer) });
  cursor.settled(line);
  return answer;
}

function checkEnd({ init, cursor }: JournalParts): void {
  if (init.onlyRecorded === true && !cursor.isWithinOperation()) cursor.end();
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

/** Runs a body whose work goes through the journal; where it fails, what is not committed is undone and counted out. */
export async function withJournal<Result>(
  session: Session,
  journal: Journal,
  body: (session: Session) => Promise<Result>,
): Promise<Result> {
  try {
    await journal.open();
    return await body({ ...session, journal });
  } catch (error) {
    // Without a connection the server undoes it by itself; what was thrown first says more.
    await journal.abandon().catch(() => undefined);
    session.record.versionChanges.take();
    session.record.keepOnly(journal.kept());
    throw error;
  }
}
