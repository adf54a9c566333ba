import type { JournalEntry, JournalKey } from "../../plugin/journal.js";
import { inHundreds } from "../in-hundreds.js";
import { ownTablesOf } from "../own-tables.js";
import { ask } from "../run-statement.js";
import type { Session } from "../session.js";

/** Writes the lines of one journal, and holds the transaction that they share with the rows a revision changes. */
export type Book = {
  /** Begins the first transaction. From then on one is always open, so that an ORM takes part in it and begins none of its own. */
  readonly open: () => Promise<void>;
  /** A line that is written when the next thing is committed. */
  readonly note: (line: JournalEntry) => void;
  /** Commits, and begins anew. */
  readonly commit: () => Promise<void>;
  /** Commits, and begins nothing. */
  readonly leave: () => Promise<void>;
  /** Writes and commits a line ahead of what it stands for, which is done outside a transaction. */
  readonly start: (line: JournalEntry) => Promise<void>;
  /** Writes that it is done, and begins anew. */
  readonly finish: (line: JournalEntry) => Promise<void>;
  /** Takes back a line that was started, and the questions that led to it. */
  readonly strike: (line: JournalEntry) => Promise<void>;
  /** Commits, in place of what was noted, that nothing is left to do. */
  readonly close: (...journals: readonly JournalKey[]) => Promise<void>;
  readonly rollback: () => Promise<void>;
  /** Statements that are written and done. */
  readonly kept: () => number;
};

export function createBook(session: Session, kept: number): Book {
  const transaction = createOpening(session);
  const { versionStore, journal } = storeOf(session);
  let noted: JournalEntry[] = [];
  let done = kept;
  const write = async (): Promise<void> => {
    for (const some of inHundreds(noted)) {
      await ask(session, versionStore.appendJournal(journal, some));
    }
    await transaction.end();
    done += noted.filter(isDone).length;
    noted = [];
  };
  return {
    open: transaction.open,
    note: (line) => void noted.push(line),
    commit: () => write().then(transaction.open),
    leave: write,
    start: (line) => {
      noted.push(line);
      return write();
    },
    finish: async (line) => {
      await ask(session, versionStore.finishJournal(journal, line));
      done += 1;
      await transaction.open();
    },
    strike: async (line) => void (await ask(session, versionStore.removeJournal(journal, line))),
    close: async (...journals) => {
      noted = [];
      for (const key of journals) await ask(session, versionStore.clearJournal(journal, key));
      await transaction.end();
    },
    rollback: () => {
      noted = [];
      return transaction.rollback();
    },
    kept: () => done,
  };
}

function storeOf({ target: { dialect, versionTable } }: Session) {
  const { journal = versionTable } = ownTablesOf(dialect, versionTable);
  return { versionStore: dialect.versionStore, journal };
}

/** One transaction after the other. */
function createOpening({ target: { connection, dialect } }: Session) {
  let isOpen = false;
  return {
    open: async (): Promise<void> => {
      await connection.begin(dialect.transactions.begin);
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

function isDone({ kind, outcome }: JournalEntry): boolean {
  return kind === "statement" && outcome === "done";
}
