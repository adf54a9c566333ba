import { expect } from "chai";
import type { RowValues } from "../../src/operation/data-operation.js";
import { reverse } from "../../src/operation/reverse.js";
import { sqlExpression } from "../../src/operation/sql-expression.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { JournalEntry, LogEntry } from "../../src/plugin/version-store.js";
import { column, required, schema, table } from "./build-table.js";
import type { ContractSubject } from "./contract.js";
import { look, perform, synchronize, workbench, type Workbench } from "./perform.js";

const version = { name: "athanor_version" };
const log = { name: "athanor_log" };
const journal = { name: "athanor_journal" };

/** What a dialect does beside schemas: version rows, the log, the lock, transactions, literals. */
export function catalogContract({ dialect, withConnection, types }: ContractSubject): void {
  const { store } = dialect;

  const createStore = async (connection: Connection): Promise<void> => {
    for (const { sql } of store.create({ version, log, journal })) await connection.query(sql);
  };

  const appendOneByOne = async (
    connection: Connection,
    entries: readonly LogEntry[],
  ): Promise<void> => {
    for (const each of entries) {
      const { sql, parameters } = store.appendLog(log, [each]);
      await connection.query(sql, parameters);
    }
  };

  it("has no version before its table is made", async () => {
    await withConnection(async (connection) => {
      expect(await store.exists(connection, version)).to.equal(false);
      expect(await store.read(connection, version)).to.deep.equal([]);
      expect(await store.readLastLines(connection, log)).to.deep.equal([]);
    });
  });

  it("makes the version table twice without harm", async () => {
    await withConnection(async (connection) => {
      await createStore(connection);
      await createStore(connection);
      expect(await store.exists(connection, version)).to.equal(true);
    });
  });

  it("gives the version rows sorted, without those removed", async () => {
    await withConnection(async (connection) => {
      await createStore(connection);
      const insert = ["b", "a", "c"].map((id) => store.insert(version, id));
      for (const { sql, parameters } of [...insert, store.remove(version, "c")]) {
        await connection.query(sql, parameters);
      }
      expect(await store.read(connection, version)).to.deep.equal(["a", "b"]);
    });
  });

  it("gives the log back as it was written, newest first", async () => {
    await withConnection(async (connection) => {
      await createStore(connection);
      const entries = [entry("a"), { ...entry("b"), outcome: "failed" as const }];
      await appendOneByOne(connection, entries);
      expect(await store.readLastLines(connection, log)).to.deep.equal(entries.toReversed());
    });
  });

  it("gives of a revision that came and went the last line of each outcome", async () => {
    await withConnection(async (connection) => {
      await createStore(connection);
      const failed = { ...entry("a"), outcome: "failed" as const };
      const down = { ...entry("a"), direction: "downgrade" as const };
      await appendOneByOne(connection, [entry("a"), entry("b"), failed, down, failed]);
      const expected = [failed, down, entry("b")];
      expect(await store.readLastLines(connection, log)).to.deep.equal(expected);
    });
  });

  it("gives the journal back in the order of the work, as far as it was kept", async () => {
    await withConnection(async (connection) => {
      expect(await store.readJournal(connection, journal)).to.deep.equal([]);
      await createStore(connection);
      const lines = [3, 2, 0, 1].map((position) => journalEntry("a", position));
      const other = journalEntry("b", 0);
      for (const { sql, parameters } of [
        store.appendJournal(journal, [...lines, other]),
        store.finishJournal(journal, journalEntry("a", 1)),
        store.removeJournal(journal, journalEntry("a", 2)),
        store.clearJournal(journal, other),
      ]) {
        await connection.query(sql, parameters);
      }
      expect(await store.readJournal(connection, journal)).to.deep.equal([
        journalEntry("a", 0),
        { ...journalEntry("a", 1), outcome: "done" },
      ]);
      await connection.query(store.clearJournal(journal).sql);
      expect(await store.readJournal(connection, journal)).to.deep.equal([]);
    });
  });

  it("leaves nothing behind when a change fails", async () => {
    await withConnection(async (connection) => {
      if (!dialect.capabilities.transactionalDdl) return;
      const bench = await workbench(dialect, connection);
      const wanted = schema([table("item", [required("id", types.integer)])]);
      const [operation] = await synchronize(bench, wanted);
      const before = await look(bench);
      const more = {
        kind: "addColumn" as const,
        table: { name: "item" },
        column: column("a", types.text),
      };
      const failure = operation === undefined ? undefined : perform(bench, [more, operation]);
      expect(await failure?.catch(() => "failed")).to.equal("failed");
      expect(await look(bench)).to.deep.equal(before);
    });
  });

  it("writes values as SQL that means them", async () => {
    await withConnection(async (connection) => {
      const texts = ["it's", 'a "b"', "back\\slash", "two\nlines", "?, $1 :a", "ünï", ""];
      for (const text of texts) {
        const [row] = await connection.query(`SELECT ${dialect.ddl.literal(text)} AS value`);
        expect(row?.["value"]).to.equal(text);
      }
      const [row] = await connection.query(
        `SELECT ${dialect.ddl.literal(null)} AS a, ${dialect.ddl.literal(-1.5)} AS b`,
      );
      expect([row?.["a"], Number(row?.["b"])]).to.deep.equal([null, -1.5]);
    });
  });

  it("keeps every kind of value that is inserted in bulk", async () => {
    await withConnection(async (connection) => {
      const bench = await workbench(dialect, connection);
      await synchronize(
        bench,
        schema([table("item", [required("id", types.integer), column("a", types.text)])]),
      );
      const rows = Array.from({ length: 2_500 }, (_, id) =>
        id % 2 === 0 ? { id } : { id, a: `it's ${id}` },
      );
      await perform(bench, [{ kind: "bulkInsert", table: { name: "item" }, rows }]);
      const [row] = await connection.query(`SELECT count(*) AS n, count(a) AS a FROM item`);
      expect([Number(row?.["n"]), Number(row?.["a"])]).to.deep.equal([2_500, 1_250]);
    });
  });

  describe("rows that an operation deletes", () => {
    const item = { name: "item" };
    const insert = (rows: readonly RowValues[]) => ({
      kind: "bulkInsert" as const,
      table: item,
      rows,
    });
    const remove = (rows: readonly RowValues[]) => ({
      kind: "deleteRows" as const,
      table: item,
      rows,
    });
    const rows = [
      { id: 1, a: "it's", b: "two\nlines" },
      { id: 2, a: "it's" },
      { id: 3, a: null, b: "" },
      { id: 4, a: "x", b: sqlExpression("upper('x')") },
    ];

    const withItems = (use: (bench: Workbench) => Promise<void>) =>
      withConnection(async (connection) => {
        const bench = await workbench(dialect, connection);
        const columns = [
          required("id", types.integer),
          column("a", types.text),
          column("b", types.text),
        ];
        await synchronize(bench, schema([table("item", columns)]));
        await perform(bench, [insert(rows)]);
        await use(bench);
      });

    const idsIn = async ({ connection }: Workbench): Promise<readonly unknown[]> => {
      const held = await dialect.catalog.readRows(connection, item);
      return held.map(({ id }) => Number(id)).sort();
    };

    it("have every value of one of its rows, NULL and SQL among them", () =>
      withItems(async (bench) => {
        await perform(bench, [
          remove([
            { a: "it's", b: null },
            { a: null, b: "" },
          ]),
        ]);
        expect(await idsIn(bench)).to.deep.equal([1, 4]);
        await perform(bench, [remove([{ b: sqlExpression("upper('x')") }])]);
        expect(await idsIn(bench)).to.deep.equal([1]);
      }));

    it("come back by its reverse", () =>
      withItems(async (bench) => {
        const gone = remove(rows.slice(0, 3));
        await perform(bench, [gone]);
        expect(await idsIn(bench)).to.deep.equal([4]);
        await perform(bench, [reverse(gone)]);
        expect(await idsIn(bench)).to.deep.equal([1, 2, 3, 4]);
      }));

    it("are never all of them", () =>
      withItems(async (bench) => {
        const failure = await perform(bench, [remove([{ a: undefined }])]).catch(
          (error: unknown) => error,
        );
        expect(failure).to.have.property("code", "ROW_WITHOUT_VALUES");
        expect(await idsIn(bench)).to.deep.equal([1, 2, 3, 4]);
      }));
  });
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
    subject: `CREATE TABLE "it's" (id integer)`,
    outcome: "started",
    answer: "x".repeat(70_000),
  };
}
