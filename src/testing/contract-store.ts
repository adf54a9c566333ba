import type { RowValues } from "../operation/data-operation.js";
import { reverse } from "../operation/reverse.js";
import { sqlExpression } from "../operation/sql-expression.js";
import type { Connection } from "../plugin/connection.js";
import type { JournalEntry, LogEntry } from "../plugin/version-store.js";
import { column, required, schema, table } from "./build-schema.js";
import type { ContractCase, ContractSubject } from "./subject.js";
import { same } from "./same.js";
import { look, perform, synchronize, workbench, type Workbench } from "./workbench.js";

const version = { name: "athanor_version" };
const log = { name: "athanor_log" };
const journal = { name: "athanor_journal" };
const item = { name: "item" };

type Fact = (subject: ContractSubject, connection: Connection) => Promise<void>;

/** What a dialect does beside schemas: version rows, the log, the journal, transactions, literals, rows. */
export function storeCases(subject: ContractSubject): readonly ContractCase[] {
  return Object.entries(facts).map(([title, fact]) => ({
    title,
    run: () => subject.withConnection((connection) => fact(subject, connection)),
  }));
}

const facts: Readonly<Record<string, Fact>> = {
  "has no version before its table is made": async ({ dialect: { store } }, connection) => {
    same("exists", await store.exists(connection, version), false);
    same("rows", await store.read(connection, version), []);
    same("log", await store.readLastLines(connection, log), []);
  },

  "makes the version table twice without harm": async (subject, connection) => {
    await createStore(subject, connection);
    await createStore(subject, connection);
    same("exists", await subject.dialect.store.exists(connection, version), true);
  },

  "gives the version rows sorted, without those removed": async (subject, connection) => {
    const { store } = subject.dialect;
    await createStore(subject, connection);
    const insert = ["b", "a", "c"].map((id) => store.insert(version, id));
    for (const { sql, parameters } of [...insert, store.remove(version, "c")])
      await connection.query(sql, parameters);
    same("rows", await store.read(connection, version), ["a", "b"]);
  },

  "gives the log back as it was written, newest first": async (subject, connection) => {
    const entries = [entry("a"), { ...entry("b"), outcome: "failed" as const }];
    await appendOneByOne(subject, connection, entries);
    const held = await subject.dialect.store.readLastLines(connection, log);
    same("log", held, entries.toReversed());
  },

  "gives of a revision that came and went the last line of each outcome": async (
    subject,
    connection,
  ) => {
    const failed = { ...entry("a"), outcome: "failed" as const };
    const down = { ...entry("a"), direction: "downgrade" as const };
    await appendOneByOne(subject, connection, [entry("a"), entry("b"), failed, down, failed]);
    const held = await subject.dialect.store.readLastLines(connection, log);
    same("log", held, [failed, down, entry("b")]);
  },

  "gives the journal back in the order of the work, as far as it was kept": async (
    subject,
    connection,
  ) => {
    const { store } = subject.dialect;
    same("before", await store.readJournal(connection, journal), []);
    await createStore(subject, connection);
    const lines = [3, 2, 0, 1].map((position) => journalEntry("a", position));
    const other = journalEntry("b", 0);
    for (const { sql, parameters } of [
      store.appendJournal(journal, [...lines, other]),
      store.finishJournal(journal, journalEntry("a", 1)),
      store.removeJournal(journal, journalEntry("a", 2)),
      store.clearJournal(journal, other),
    ])
      await connection.query(sql, parameters);
    const done = { ...journalEntry("a", 1), outcome: "done" as const };
    const held = await store.readJournal(connection, journal);
    same("journal", held, [journalEntry("a", 0), done]);
    await connection.query(store.clearJournal(journal).sql);
    same("cleared", await store.readJournal(connection, journal), []);
  },

  "leaves nothing behind when a change fails": async ({ dialect, types }, connection) => {
    if (!dialect.capabilities.transactionalDdl) return;
    const bench = await workbench(dialect, connection);
    const wanted = schema([table("item", [required("id", types.integer)])]);
    const [operation] = await synchronize(bench, wanted);
    const before = await look(bench);
    const more = {
      kind: "addColumn" as const,
      table: item,
      column: column("a", types.text),
    };
    const failure = operation === undefined ? undefined : perform(bench, [more, operation]);
    same("outcome", await failure?.catch(() => "failed"), "failed");
    same("schema", await look(bench), before);
  },

  "writes values as SQL that means them": async ({ dialect }, connection) => {
    const valueOf = async (value: unknown): Promise<unknown> => {
      const [row] = await connection.query(`SELECT ${dialect.ddl.literal(value)} AS value`);
      return row?.["value"];
    };
    for (const text of ["it's", 'a "b"', "back\\slash", "two\nlines", "?, $1 :a", "ünï", ""])
      same("text", await valueOf(text), text);
    same("nothing", await valueOf(null), null);
    same("number", Number(await valueOf(-1.5)), -1.5);
  },

  "keeps every kind of value that is inserted in bulk": async ({ dialect, types }, connection) => {
    const bench = await workbench(dialect, connection);
    const columns = [required("id", types.integer), column("a", types.text)];
    await synchronize(bench, schema([table("item", columns)]));
    const rows = Array.from({ length: 2_500 }, (_, id) =>
      id % 2 === 0 ? { id } : { id, a: `it's ${id}` },
    );
    await perform(bench, [{ kind: "bulkInsert", table: item, rows }]);
    const held = await dialect.catalog.readRows(connection, item);
    same("rows", [held.length, held.filter(({ a }) => a !== null).length], [2_500, 1_250]);
  },

  "deletes the rows that have every value, NULL and SQL among them": async (
    subject,
    connection,
  ) => {
    const bench = await withItems(subject, connection);
    const first = [
      { a: "it's", b: null },
      { a: null, b: "" },
    ];
    await perform(bench, [remove(first)]);
    same("left", await idsIn(bench), [1, 4]);
    await perform(bench, [remove([{ b: sqlExpression("upper('x')") }])]);
    same("left", await idsIn(bench), [1]);
  },

  "brings deleted rows back by the reverse": async (subject, connection) => {
    const bench = await withItems(subject, connection);
    const gone = remove(items.slice(0, 3));
    await perform(bench, [gone]);
    same("left", await idsIn(bench), [4]);
    await perform(bench, [reverse(gone)]);
    same("back", await idsIn(bench), [1, 2, 3, 4]);
  },

  "never deletes all rows": async (subject, connection) => {
    const bench = await withItems(subject, connection);
    const failure: unknown = await perform(bench, [remove([{ a: undefined }])]).catch(
      (error: unknown) => error,
    );
    same("code", (failure as { readonly code?: unknown }).code, "ROW_WITHOUT_VALUES");
    same("left", await idsIn(bench), [1, 2, 3, 4]);
  },
};

async function createStore({ dialect }: ContractSubject, connection: Connection): Promise<void> {
  for (const { sql } of dialect.store.create({ version, log, journal }))
    await connection.query(sql);
}

async function appendOneByOne(
  subject: ContractSubject,
  connection: Connection,
  entries: readonly LogEntry[],
): Promise<void> {
  await createStore(subject, connection);
  for (const each of entries) {
    const { sql, parameters } = subject.dialect.store.appendLog(log, [each]);
    await connection.query(sql, parameters);
  }
}

const items: readonly RowValues[] = [
  { id: 1, a: "it's", b: "two\nlines" },
  { id: 2, a: "it's" },
  { id: 3, a: null, b: "" },
  { id: 4, a: "x", b: sqlExpression("upper('x')") },
];

const remove = (rows: readonly RowValues[]) => ({
  kind: "deleteRows" as const,
  table: item,
  rows,
});

async function withItems(
  { dialect, types }: ContractSubject,
  connection: Connection,
): Promise<Workbench> {
  const bench = await workbench(dialect, connection);
  const columns = [required("id", types.integer), column("a", types.text), column("b", types.text)];
  await synchronize(bench, schema([table("item", columns)]));
  await perform(bench, [{ kind: "bulkInsert", table: item, rows: items }]);
  return bench;
}

async function idsIn({ connection, dialect }: Workbench): Promise<readonly number[]> {
  const held = await dialect.catalog.readRows(connection, item);
  return held.map(({ id }) => Number(id)).sort((a, b) => a - b);
}

function entry(revision: string): LogEntry {
  return {
    revision,
    direction: "upgrade",
    appliedAt: "2026-11-20T08:30:00.000Z",
    appliedBy: "deploy@web-1",
    durationMilliseconds: 12,
    checksum: "ab".repeat(32),
    version: "0.1.0",
    outcome: "done",
    statements: 3,
  };
}

function journalEntry(revision: string, position: number): JournalEntry {
  return {
    revision,
    direction: "upgrade",
    position,
    kind: "statement",
    hash: "0".repeat(64),
    subject: `it's "quoted"`,
    outcome: "started",
    answer: "x".repeat(70_000),
  };
}
