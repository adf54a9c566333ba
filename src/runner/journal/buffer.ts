import { AthanorError } from "../../error/athanor-error.js";
import type { JournalEntry } from "../../plugin/version-store.js";
import { inHundreds, ask, askAll } from "../work/ask.js";
import { ownTablesOf } from "../own-tables.js";
import type { Session } from "../session.js";
import type { PendingEntry } from "./answer.js";
import type { Mark, JournalBuffer } from "./parts.js";
import { isDone } from "./unfinished.js";

/** @param lines those that are in the database already */
export function createJournalBuffer(
  session: Session,
  lines: readonly JournalEntry[],
): JournalBuffer {
  const { store } = session.target.dialect;
  const journal = journalTableOf(session);
  const pending: PendingEntry[] = [];
  let kept = lines.filter(isDone).length;
  let written = lines.length > 0;
  return {
    append: (line) => void pending.push(pending.length < unwritten ? line : writtenOut(line)),
    mark: () => markIn(pending),
    haveStatement: () => pending.some(({ kind }) => kind === "statement"),
    write: async (commit) => {
      if (pending.length > 0 && !written) await ensureJournal(session);
      for (const some of inHundreds(pending)) {
        await ask(session, store.appendJournal(journal, some.map(entryOf)));
      }
      const answer = await commit();
      const lines = pending.splice(0);
      written ||= lines.length > 0;
      kept += lines.filter(isDone).length;
      return answer;
    },
    finish: async (line) => {
      await ask(session, store.finishJournal(journal, line));
      kept += 1;
    },
    strike: (line) => askAll(session, [store.removeJournal(journal, line)]),
    forget: () => void pending.splice(0),
    clear: async ([own, ...others]) => {
      pending.splice(0);
      const all = own !== undefined && written ? [own, ...others] : others;
      for (const key of all) await ask(session, store.clearJournal(journal, key));
    },
    kept: () => kept,
  };
}

/** So many answers are kept as they are: most revisions never need them. */
const unwritten = 256;

/** Written out, an answer takes a fraction of the room that it takes otherwise. */
function writtenOut(line: PendingEntry): PendingEntry {
  const answer = line.answer();
  return { ...line, answer: () => answer };
}

function markIn(pending: PendingEntry[]): Mark {
  const before = pending.length;
  return {
    forget: () => void pending.splice(before),
    undo: () => void pending.push(...pending.splice(before).map(undone)),
  };
}

function undone(line: PendingEntry): PendingEntry {
  return line.outcome === "done" && line.kind === "statement"
    ? { ...line, outcome: "undone" }
    : line;
}

function entryOf(line: PendingEntry): JournalEntry {
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
