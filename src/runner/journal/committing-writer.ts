import type { Session } from "../session.js";
import type { JournalKey } from "../../plugin/version-store.js";
import type { JournalWriter, JournalBuffer } from "./parts.js";

/**
 * The journal where definitions take no part in transactions, and every one of them commits what is open. A transaction is
 * always open between them, so that an ORM takes part in it and begins none of its own.
 */
export function createCommittingWriter(session: Session, buffer: JournalBuffer): JournalWriter {
  const transaction = createOpening(session);
  const leave = (): Promise<void> => buffer.write(transaction.end);
  const commit = (): Promise<void> => leave().then(transaction.open);
  let isAlone = false;
  return {
    open: transaction.open,
    append: buffer.append,
    enter: async (effect, managed) => {
      if (isAlone && !managed) await commit();
      if (effect === "definition" || effect === "unknown") return "alone";
      // Some of these end the transaction around them without a word.
      if (effect === "session") await commit();
      return "shared";
    },
    together: (body) => body(),
    outside: async (body) => {
      isAlone = true;
      await commit().then(body);
      isAlone = false;
      await commit();
    },
    commit,
    resume: async () => undefined,
    leave,
    start: (line) => {
      buffer.append({ ...line, answer: () => line.answer });
      return leave();
    },
    finish: (line) => buffer.finish(line).then(transaction.open),
    strike: buffer.strike,
    close: (last, journals) =>
      finishWork(session, buffer, last, journals)
        .then(transaction.end)
        .then(() => session.tell({ kind: "committed" })),
    abandon: () => transaction.rollback().finally(buffer.forget),
    control: () => undefined,
    kept: buffer.kept,
  };
}

async function finishWork(
  session: Session,
  buffer: JournalBuffer,
  last: () => Promise<void>,
  journals: readonly JournalKey[],
): Promise<void> {
  await session.guard.confirm();
  await last();
  await buffer.clear(journals);
}

/** One transaction after the other. */
function createOpening({ target: { connection, dialect } }: Session) {
  let isOpen = false;
  return {
    open: async (): Promise<void> => {
      await connection.begin(dialect.session.transactions.begin);
      isOpen = true;
    },
    end: async (): Promise<void> => {
      await connection.commit();
      isOpen = false;
    },
    rollback: async (): Promise<void> => {
      if (!isOpen) return;
      isOpen = false;
      await connection.rollback();
    },
  };
}
