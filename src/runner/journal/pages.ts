import { AthanorError } from "../../error/athanor-error.js";
import type { JournalEntry, JournalKey } from "../../plugin/version-store.js";
import { inHundreds } from "../in-hundreds.js";
import { ownTablesOf } from "../own-tables.js";
import { ask, askAll } from "../run-statement.js";
import type { Session } from "../session.js";
import type { KeptAnswer } from "./answer.js";
import { isDone } from "./unfinished.js";

/** A line that waits to be written. */
export type Note = Omit<JournalEntry, "answer"> & { readonly answer: KeptAnswer };

export type Mark = {
  readonly forget: () => void;
  /** What they tell of was rolled back; whoever repeats it needs the answers all the same. */
  readonly undo: () => void;
};

/** The lines of one journal that wait, and those that are written. */
export type Pages = {
  readonly note: (line: Note) => void;
  /** Where the lines stand that wait, and what may become of those behind it. */
  readonly mark: () => Mark;
  /** Does any of them tell of a statement? */
  readonly haveStatement: () => boolean;
  /** Writes what waits, and commits it so. */
  readonly write: <Answer>(commit: () => Promise<Answer>) => Promise<Answer>;
  readonly finish: (line: JournalEntry) => Promise<void>;
  readonly strike: (line: JournalEntry) => Promise<void>;
  readonly forget: () => void;
  /** Forgets what waits, and takes these journals out of the database, the own one first. */
  readonly clear: (journals: readonly JournalKey[]) => Promise<void>;
  /** Statements that are written and done. */
  readonly kept: () => number;
};

/** @param lines those that are in the database already */
export function createPages(session: Session, lines: readonly JournalEntry[]): Pages {
  const { store } = session.target.dialect;
  const journal = journalTableOf(session);
  const noted: Note[] = [];
  let kept = lines.filter(isDone).length;
  let written = lines.length > 0;
  return {
    note: (line) => void noted.push(noted.length < unwritten ? line : writtenOut(line)),
    mark: () => markIn(noted),
    haveStatement: () => noted.some(({ kind }) => kind === "statement"),
    write: async (commit) => {
      if (noted.length > 0 && !written) await ensureJournal(session);
      for (const some of inHundreds(noted)) {
        await ask(session, store.appendJournal(journal, some.map(entryOf)));
      }
      const answer = await commit();
      const lines = noted.splice(0);
      written ||= lines.length > 0;
      kept += lines.filter(isDone).length;
      return answer;
    },
    finish: async (line) => {
      await ask(session, store.finishJournal(journal, line));
      kept += 1;
    },
    strike: (line) => askAll(session, [store.removeJournal(journal, line)]),
    forget: () => void noted.splice(0),
    clear: async ([own, ...others]) => {
      noted.splice(0);
      const all = own !== undefined && written ? [own, ...others] : others;
      for (const key of all) await ask(session, store.clearJournal(journal, key));
    },
    kept: () => kept,
  };
}

/** So many answers are kept as they are: most revisions never need them. */
const unwritten = 256;

/** Written out, an answer takes a fraction of the room that it takes otherwise. */
function writtenOut(line: Note): Note {
  const answer = line.answer();
  return { ...line, answer: () => answer };
}

function markIn(noted: Note[]): Mark {
  const before = noted.length;
  return {
    forget: () => void noted.splice(before),
    undo: () => void noted.push(...noted.splice(before).map(undone)),
  };
}

function undone(line: Note): Note {
  return line.outcome === "done" && line.kind === "statement"
    ? { ...line, outcome: "undone" }
    : line;
}

function entryOf(line: Note): JournalEntry {
  return { ...line, answer: line.answer() };
}

function journalTableOf({ target }: Session) {
  return ownTablesOf(target.versionTable).journal;
}

/** Where definitions take part in transactions, the table is made when a revision first needs it, with its first lines. */
async function ensureJournal(session: Session): Promise<void> {
  const { connection, dialect } = session.target;
  if (!dialect.capabilities.transactionalDdl) return;
  const journal = journalTableOf(session);
  const { exists, createJournal } = dialect.store;
  if (await exists(connection, journal)) return;
  try {
    await ask(session, createJournal(journal));
  } catch (cause) {
    throw journalMissing(journal.name, cause);
  }
}

function journalMissing(table: string, cause: unknown): AthanorError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new AthanorError({
    code: "JOURNAL_MISSING",
    message: `This revision commits on its way, and the table "${table}", which records how far it has come, could not be created: ${said}`,
    suggestions: ["As a role that may create tables there: athanor ensure-version"],
    facts: { table },
    cause,
  });
}
