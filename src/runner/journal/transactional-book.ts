import type { Session } from "../session.js";
import type { Book, Manner } from "./book.js";
import { createOwnTransaction } from "./own-transaction.js";
import type { Pages } from "./pages.js";

/**
 * The journal where definitions take part in transactions. While the run's own transaction is open, lines are kept in memory
 * only: where the revision does not commit on its way, nothing is ever written. What stands outside is given a transaction of
 * its own with its line, unless no transaction may hold it.
 */
export function createTransactionalBook(session: Session, pages: Pages): Book {
  const own = createOwnTransaction(session, pages);
  const isOpen = (): boolean => session.transaction.active() || own.isOpen();
  return {
    ...createStepsOutside(session, pages),
    open: async () => undefined,
    note: pages.note,
    enter: async (effect): Promise<Manner> => {
      if (isOpen() || effect === "session") return "shared";
      return effect === "definition" || effect === "unknown" ? "alone" : "own";
    },
    together: (body) => (isOpen() ? body() : own.run(body)),
    leave: async () => undefined,
    start: (line) => own.run(async () => pages.note({ ...line, answer: () => line.answer })),
    finish: pages.finish,
    strike: pages.strike,
    close: async (last, journals) => {
      const work = (): Promise<void> => last().then(() => pages.clear(journals));
      if (isOpen()) return work();
      await own.run(work);
      session.tell({ kind: "committed" });
    },
    abandon: async () => pages.forget(),
    control: own.control,
    kept: pages.kept,
  };
}

/** The ways out of the run's transaction, and in again. */
function createStepsOutside(
  session: Session,
  pages: Pages,
): Pick<Book, "outside" | "commit" | "resume"> {
  const { transaction } = session;
  let isOutside = false;
  const commit = async (): Promise<void> => {
    // Without a statement nothing of the revision is in the database, and nobody need know of it.
    if (pages.haveStatement()) await pages.write(session.commit);
    else await session.commit();
  };
  const resume = async (): Promise<void> => {
    if (!isOutside) return;
    isOutside = false;
    await transaction.leave();
    await transaction.begin();
  };
  return {
    resume,
    commit: async () => {
      if (!transaction.active()) return;
      await commit();
      await transaction.begin();
    },
    outside: async (body) => {
      if (!transaction.active()) return body();
      await commit();
      isOutside = true;
      await transaction.enter();
      await body();
      await resume();
    },
  };
}
