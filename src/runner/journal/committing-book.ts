import type { Session } from "../session.js";
import type { JournalKey } from "../../plugin/version-store.js";
import type { Book } from "./book.js";
import type { Pages } from "./pages.js";

/**
 * The journal where definitions take no part in transactions, and every one of them commits what is open. A transaction is
 * always open between them, so that an ORM takes part in it and begins none of its own.
 */
export function createCommittingBook(session: Session, pages: Pages): Book {
  const transaction = createOpening(session);
  const leave = (): Promise<void> => pages.write(transaction.end);
  const commit = (): Promise<void> => leave().then(transaction.open);
  let isAlone = false;
  return {
    open: transaction.open,
    note: pages.note,
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
      pages.note({ ...line, answer: () => line.answer });
      return leave();
    },
    finish: (line) => pages.finish(line).then(transaction.open),
    strike: pages.strike,
    close: (last, journals) =>
      finishWork(session, pages, last, journals)
        .then(transaction.end)
        .then(() => session.tell({ kind: "committed" })),
    abandon: () => transaction.rollback().finally(pages.forget),
    control: () => undefined,
    kept: pages.kept,
  };
}

async function finishWork(
  session: Session,
  pages: Pages,
  last: () => Promise<void>,
  journals: readonly JournalKey[],
): Promise<void> {
  await session.guard.confirm();
  await last();
  await pages.clear(journals);
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
