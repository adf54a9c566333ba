import { AthanorError } from "../../src/error/athanor-error.js";
import type { QualifiedName } from "../../src/schema/name.js";
import type { Connection, Row } from "../../src/plugin/connection.js";
import type { Statement } from "../../src/plugin/ddl.js";
import type { LogEntry, OwnTables, VersionStore } from "../../src/plugin/version-store.js";
import { insertStatement } from "./insert-statement.js";
import { createJournalStatement, journalStoreOf, usualKeyText } from "./journal-store.js";

/** What Athanor's own tables need to know of a dialect. */
export type VersionStoreSpeech = {
  readonly quoteName: (name: QualifiedName) => string;
  /** The placeholder of the parameter with this number, from 1: `$1`, or `?`. */
  readonly placeholder: (position: number) => string;
  /** The column that numbers the lines of the log by itself. */
  readonly serial: string;
  /** The type of a text of any length, for the journal. Default `text`. */
  readonly longText?: string;
  /** The type of a text that is, or is part of, a primary key. Default `varchar(255)`. */
  readonly keyText?: string;
  /** What follows the columns of `CREATE TABLE`, so that its rows take part in transactions (` ENGINE=InnoDB`). Default nothing. */
  readonly tableOptions?: string;
  readonly exists: VersionStore["exists"];
  /** A query for the `name` of each table of the default schema that has a column `version_num`. */
  readonly versionTables: string;
  readonly expect: VersionStore["expect"];
};

/** The version rows and the log, in SQL that the dialects share. */
export function versionStoreOf(speech: VersionStoreSpeech): VersionStore {
  const { quoteName, exists, expect } = speech;
  return {
    exists,
    expect,
    read: async (connection, table) => {
      const sql = `SELECT version_num FROM ${quoteName(table)}`;
      const rows = await readAll(connection, table, exists, sql).catch((cause: unknown) => {
        throw foreignTable(table, cause);
      });
      return rows.map((row) => String(row["version_num"])).sort();
    },
    readOthers: async (connection, { name }) => {
      const others: { readonly name: string; readonly rows: readonly string[] }[] = [];
      for (const row of await connection.query(speech.versionTables)) {
        const other = String(row["name"]);
        if (other === name) continue;
        const sql = `SELECT version_num FROM ${quoteName({ name: other })}`;
        const rows = await connection.query(sql);
        others.push({ name: other, rows: rows.map((each) => String(each["version_num"])).sort() });
      }
      return others;
    },
    readLastLines: async (connection, log) =>
      (await readAll(connection, log, exists, selectLastLines(quoteName(log)))).map(entryOf),
    create: (tables) => createStatements(speech, tables),
    createJournal: (journal) => createJournalStatement(speech, journal),
    insert: (table, revision) => ({
      sql: `INSERT INTO ${quoteName(table)} (version_num) VALUES (${speech.placeholder(1)})`,
      parameters: [revision],
    }),
    remove: (table, revision) => ({
      sql: `DELETE FROM ${quoteName(table)} WHERE version_num = ${speech.placeholder(1)}`,
      parameters: [revision],
    }),
    appendLog: (log, entries) => appendStatement(speech, log, entries),
    ...journalStoreOf(speech),
  };
}

/** The table of another tool, where the database misses the column; else the error itself. */
function foreignTable({ name }: QualifiedName, cause: unknown): unknown {
  if (!(cause instanceof Error) || !cause.message.includes("version_num")) return cause;
  return new AthanorError({
    code: "FOREIGN_VERSION_TABLE",
    message: `"${name}" has no column "version_num": it is another tool's table, and not to be touched.`,
    suggestions: ["Name a table of its own in env.ts: versionTable"],
    facts: { table: name },
    cause,
  });
}

async function readAll(
  connection: Connection,
  table: QualifiedName,
  exists: VersionStore["exists"],
  sql: string,
): Promise<readonly Row[]> {
  return (await exists(connection, table)) ? connection.query(sql) : [];
}

function selectLastLines(log: string): string {
  const last = `SELECT MAX(id) FROM ${log} GROUP BY revision, outcome`;
  return `SELECT * FROM ${log} WHERE id IN (${last}) ORDER BY id DESC`;
}

function createStatements(
  speech: VersionStoreSpeech,
  { version, log, journal }: OwnTables,
): readonly Statement[] {
  const { quoteName, serial, keyText = usualKeyText, tableOptions = "" } = speech;
  const columns = [serial, ...logColumns.map(({ column, type }) => `${column} ${type} NOT NULL`)];
  return [
    {
      sql: `CREATE TABLE IF NOT EXISTS ${quoteName(version)} (version_num ${keyText} NOT NULL PRIMARY KEY)${tableOptions}`,
    },
    { sql: `CREATE TABLE IF NOT EXISTS ${quoteName(log)} (${columns.join(", ")})${tableOptions}` },
    ...(journal === undefined ? [] : [createJournalStatement(speech, journal)]),
  ];
}

function appendStatement(
  speech: VersionStoreSpeech,
  log: QualifiedName,
  entries: readonly LogEntry[],
): Statement {
  return insertStatement(
    speech,
    log,
    logColumns.map(({ column }) => column),
    entries.map((entry) => logColumns.map(({ property }) => entry[property])),
  );
}

function entryOf(row: Row): LogEntry {
  return {
    revision: String(row["revision"]),
    direction: row["direction"] as LogEntry["direction"],
    appliedAt: String(row["applied_at"]),
    appliedBy: String(row["applied_by"]),
    durationMilliseconds: Number(row["duration_ms"]),
    checksum: String(row["checksum"]),
    version: String(row["athanor"]),
    outcome: row["outcome"] as LogEntry["outcome"],
    statements: Number(row["statements"]),
  };
}

// The moment is held as ISO 8601 text: the same on every product, whatever its time zone and date types.
const logColumns: readonly {
  readonly column: string;
  readonly type: string;
  readonly property: keyof LogEntry;
}[] = [
  { column: "revision", type: "varchar(255)", property: "revision" },
  { column: "direction", type: "varchar(16)", property: "direction" },
  { column: "applied_at", type: "varchar(40)", property: "appliedAt" },
  { column: "applied_by", type: "varchar(255)", property: "appliedBy" },
  { column: "duration_ms", type: "bigint", property: "durationMilliseconds" },
  { column: "checksum", type: "varchar(64)", property: "checksum" },
  { column: "athanor", type: "varchar(64)", property: "version" },
  { column: "outcome", type: "varchar(16)", property: "outcome" },
  { column: "statements", type: "integer", property: "statements" },
];
