import type { QualifiedName } from "../../src/schema/name.js";
import type { Row } from "../../src/plugin/connection.js";
import type { JournalEntry, JournalKey, VersionStore } from "../../src/plugin/version-store.js";
import type { Statement } from "../../src/plugin/ddl.js";
import { insertStatement, type InsertSpeech } from "./insert-statement.js";

/** What the journal's table needs to know of a dialect. */
export type JournalSpeech = InsertSpeech & {
  readonly longText?: string;
  readonly keyText?: string;
  readonly tableOptions?: string;
  readonly exists: VersionStore["exists"];
};

type JournalStore = Pick<
  VersionStore,
  "readJournal" | "appendJournal" | "finishJournal" | "removeJournal" | "clearJournal"
>;

/** The journal, in SQL that the dialects share. */
export function journalStoreOf(speech: JournalSpeech): JournalStore {
  const { quoteName, placeholder, exists } = speech;
  const lineOf = ["revision", "direction", "position"]
    .map((column, index) => `${column} = ${placeholder(index + 1)}`)
    .join(" AND ");
  const onwards = lineOf.replace("position =", "position >=");
  const line = (entry: JournalEntry) => [entry.revision, entry.direction, entry.position];
  return {
    readJournal: async (connection, journal) => {
      if (!(await exists(connection, journal))) return [];
      const order = "ORDER BY revision, direction, position";
      const rows = await connection.query(`SELECT * FROM ${quoteName(journal)} ${order}`);
      return rows.map(entryOf);
    },
    appendJournal: (journal, entries) =>
      insertStatement(
        speech,
        journal,
        columns.map(({ column }) => column),
        entries.map((entry) => columns.map(({ column }) => entry[column])),
      ),
    finishJournal: (journal, entry) => ({
      sql: `UPDATE ${quoteName(journal)} SET outcome = 'done' WHERE ${lineOf}`,
      parameters: line(entry),
    }),
    removeJournal: (journal, entry) => ({
      sql: `DELETE FROM ${quoteName(journal)} WHERE ${onwards}`,
      parameters: line(entry),
    }),
    clearJournal: (journal, key) => clearStatement(speech, journal, key),
  };
}

export function createJournalStatement(speech: JournalSpeech, journal: QualifiedName): Statement {
  const { quoteName, longText = "text", keyText = usualKeyText, tableOptions = "" } = speech;
  const types = { key: keyText, long: longText };
  const typeOf = (type: string): string => types[type as keyof typeof types] ?? type;
  const all = columns.map(({ column, type }) => `${column} ${typeOf(type)} NOT NULL`);
  const key = "PRIMARY KEY (revision, direction, position)";
  return {
    sql: `CREATE TABLE IF NOT EXISTS ${quoteName(journal)} (${[...all, key].join(", ")})${tableOptions}`,
  };
}

function clearStatement(
  { quoteName, placeholder }: JournalSpeech,
  journal: QualifiedName,
  key: JournalKey | undefined,
): Statement {
  const all = `DELETE FROM ${quoteName(journal)}`;
  if (key === undefined) return { sql: all };
  return {
    sql: `${all} WHERE revision = ${placeholder(1)} AND direction = ${placeholder(2)}`,
    parameters: [key.revision, key.direction],
  };
}

function entryOf(row: Row): JournalEntry {
  return {
    revision: String(row["revision"]),
    direction: row["direction"] as JournalEntry["direction"],
    position: Number(row["position"]),
    kind: row["kind"] as JournalEntry["kind"],
    hash: String(row["hash"]),
    subject: String(row["subject"]),
    outcome: row["outcome"] as JournalEntry["outcome"],
    answer: String(row["answer"]),
  };
}

export const usualKeyText = "varchar(255)";

const columns: readonly { readonly column: keyof JournalEntry; readonly type: string }[] = [
  { column: "revision", type: "key" },
  { column: "direction", type: "varchar(16)" },
  { column: "position", type: "integer" },
  { column: "kind", type: "varchar(16)" },
  { column: "hash", type: "varchar(64)" },
  { column: "subject", type: "long" },
  { column: "outcome", type: "varchar(16)" },
  { column: "answer", type: "long" },
];
