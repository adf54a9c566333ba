import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import { diff } from "../../../src/diff/diff.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Column, Generated } from "../../../src/schema/column.js";
import { emptySchema, type Schema } from "../../../src/schema/schema.js";
import { emptyTable } from "../../../src/schema/table.js";
import { required } from "../../../src/testing/build-schema.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import {
  autogenerate,
  canonical,
  look,
  perform,
  synchronize,
  workbench,
  type Workbench,
} from "../../../src/testing/workbench.js";

const id = (generated?: Generated, type = "integer"): Column =>
  required("id", type, generated === undefined ? {} : { generated });
const item = (...columns: readonly Column[]): Schema => ({
  ...emptySchema,
  tables: [{ ...emptyTable({ name: "item" }), columns: [required("x", "text"), ...columns] }],
});
const serial: Generated = { kind: "increment" };
const always: Generated = { kind: "identity", always: true };
const byDefault: Generated = { kind: "identity", always: false };
const counting = {
  start: "1000",
  increment: "10",
  minimum: "-7",
  maximum: "20000",
  cycle: true,
} as const;

function onBench(body: (bench: Workbench, connection: Connection) => Promise<void>): Promise<void> {
  return withPostgresConnection(async (connection) =>
    body(await workbench(postgres, connection), connection),
  );
}

async function nextOf(connection: Connection): Promise<unknown> {
  const [row] = await connection.query("INSERT INTO item (x) VALUES ('') RETURNING id::text");
  return row?.["id"];
}

async function generatedIn(bench: Workbench): Promise<Generated | undefined> {
  const [found] = (await look(bench)).tables;
  return found?.columns.find(({ name }) => name === "id")?.generated;
}

/** A table whose counter was changed by hand, and stands at 1020. */
async function byHand(connection: Connection, kind: "serial" | "identity"): Promise<void> {
  const options = "INCREMENT BY 10 MINVALUE -7 MAXVALUE 20000 START WITH 1000 CACHE 1 CYCLE";
  const statements =
    kind === "identity"
      ? [
          `CREATE TABLE item (x text NOT NULL, id integer GENERATED ALWAYS AS IDENTITY (${options}))`,
        ]
      : [
          "CREATE TABLE item (x text NOT NULL, id serial)",
          `ALTER SEQUENCE item_id_seq ${options} RESTART`,
        ];
  for (const sql of statements) await connection.query(sql);
  expect([await nextOf(connection), await nextOf(connection)]).to.deep.equal(["1000", "1010"]);
}

describe("a column that counts otherwise than its entity says, on PostgreSQL", () => {
  const kinds = { serial, identity: always } as const;
  for (const [kind, generated] of Object.entries(kinds) as [keyof typeof kinds, Generated][]) {
    it(`is read, and is no difference: ${kind}`, () =>
      onBench(async (bench, connection) => {
        await byHand(connection, kind);
        expect(await generatedIn(bench)).to.deep.equal({ ...generated, counting });
        expect(await autogenerate(bench, item(id(generated)))).to.deep.equal([]);
      }));

    it(`comes back as it was when its table is dropped and made again: ${kind}`, () =>
      onBench(async (bench, connection) => {
        await byHand(connection, kind);
        const before = await look(bench);
        const operations = await synchronize(bench, emptySchema);
        await perform(bench, reverseAll(operations));
        expect(await look(bench)).to.deep.equal(before);
        expect(await nextOf(connection)).to.equal("1000");
      }));

    it(`comes back as it was when the column is dropped and made again: ${kind}`, () =>
      onBench(async (bench, connection) => {
        await byHand(connection, kind);
        const before = await look(bench);
        const operations = await synchronize(bench, item());
        await perform(bench, reverseAll(operations));
        expect(await look(bench)).to.deep.equal(before);
        expect(await nextOf(connection)).to.equal("1020");
      }));

    it(`begins again behind its values, in its own steps, when it becomes plain and comes back: ${kind}`, () =>
      onBench(async (bench, connection) => {
        await byHand(connection, kind);
        const before = await look(bench);
        const operations = await synchronize(bench, item(id()));
        await connection.query("INSERT INTO item VALUES ('', 1013)");
        await perform(bench, reverseAll(operations));
        expect(await look(bench)).to.deep.equal(before);
        expect(await nextOf(connection)).to.equal("1020");
      }));
  }

  type Change = readonly [title: string, kind: keyof typeof kinds, to: Column];
  const changes: readonly Change[] = [
    ["identity to a wider type", "identity", id(always, "bigint")],
    ["identity to a narrower type", "identity", id(always, "smallint")],
    ["identity ALWAYS to BY DEFAULT", "identity", id(byDefault)],
    ["identity to serial", "identity", id(serial)],
    ["serial to identity", "serial", id(always)],
    ["serial to identity, of a wider type", "serial", id(always, "bigint")],
    ["serial to a wider type", "serial", id(serial, "bigint")],
    ["serial to a narrower type", "serial", id(serial, "smallint")],
  ];
  for (const [title, kind, to] of changes) {
    it(`keeps how and where it counts, there and back: ${title}`, () =>
      onBench(async (bench, connection) => {
        await byHand(connection, kind);
        const before = await look(bench);
        const operations = await synchronize(bench, item(to));
        expect(await generatedIn(bench)).to.deep.equal({ ...to.generated, counting });
        expect(await autogenerate(bench, item(to))).to.deep.equal([]);
        expect(await nextOf(connection)).to.equal("1020");
        await perform(bench, reverseAll(operations));
        expect(await look(bench)).to.deep.equal(before);
        expect(await nextOf(connection)).to.equal("1030");
      }));
  }

  for (const [kind, generated] of Object.entries(kinds)) {
    it(`goes on where it is when a revision changes how it counts, there and back: ${kind}`, () =>
      onBench(async (bench, connection) => {
        await synchronize(bench, item(id(generated)));
        for (let count = 0; count < 3; count += 1) await nextOf(connection);
        const before = await look(bench);
        const changed = item(id({ ...generated, counting }));
        const operations = await synchronize(bench, changed);
        expect(operations.map((each) => each.kind)).to.deep.equal(["alterColumn"]);
        expect(await generatedIn(bench)).to.deep.equal({ ...generated, counting });
        expect(await nextOf(connection)).to.equal("13");
        await perform(bench, reverseAll(operations));
        expect(await look(bench)).to.deep.equal(before);
        expect(await nextOf(connection)).to.equal("14");
      }));
  }

  for (const [kind, generated] of Object.entries(kinds) as [keyof typeof kinds, Generated][]) {
    it(`keeps how and where it counts when it is renamed, there and back: ${kind}`, () =>
      onBench(async (bench, connection) => {
        await byHand(connection, kind);
        const before = await look(bench);
        const wanted = item({ ...id(generated), name: "key" });
        const { operations } = diff({
          from: before,
          to: await canonical(bench, wanted),
          renames: [{ kind: "column", table: { name: "item" }, from: "id", to: "key" }],
        });
        expect(operations.map((each) => each.kind)).to.deep.equal(["renameColumn"]);
        await perform(bench, operations);
        expect(await autogenerate(bench, wanted)).to.deep.equal([]);
        await perform(bench, reverseAll(operations));
        expect(await look(bench)).to.deep.equal(before);
        expect(await nextOf(connection)).to.equal("1020");
      }));
  }

  it("takes bounds beyond the column's type for those of the type", () =>
    onBench(async (bench, connection) => {
      await connection.query("CREATE SEQUENCE numbers");
      await connection.query(
        "CREATE TABLE item (x text NOT NULL, id integer NOT NULL DEFAULT nextval('numbers'))",
      );
      await connection.query("ALTER SEQUENCE numbers OWNED BY item.id");
      expect(await generatedIn(bench)).to.deep.equal({
        kind: "increment",
        sequence: { name: "numbers" },
      });
    }));

  it("keeps bounds that are narrower than the column's type", () =>
    onBench(async (bench, connection) => {
      await connection.query("CREATE TABLE item (x text NOT NULL, id serial)");
      await connection.query("ALTER TABLE item ALTER id TYPE bigint");
      const before = await look(bench);
      expect(await generatedIn(bench)).to.deep.equal({
        ...serial,
        counting: { maximum: "2147483647" },
      });
      expect(await autogenerate(bench, item(id(serial, "bigint")))).to.deep.equal([]);
      const operations = await synchronize(bench, item(id(serial)));
      expect(await generatedIn(bench)).to.deep.equal(serial);
      await perform(bench, reverseAll(operations));
      expect(await look(bench)).to.deep.equal(before);
    }));

  it("counts downwards from below its values when it comes back", () =>
    onBench(async (bench, connection) => {
      const down = { ...always, counting: { increment: "-2" } };
      await synchronize(bench, item(id()));
      await connection.query("INSERT INTO item VALUES ('', -4)");
      await synchronize(bench, item(id(down)));
      expect(await nextOf(connection)).to.equal("-5");
    }));
});
