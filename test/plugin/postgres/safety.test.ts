import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Column } from "../../../src/schema/column.js";
import { column, required, schema, table } from "../../../src/testing/build-schema.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import { thereAndBack } from "../../../src/testing/contract.js";
import { look, perform, synchronize, workbench } from "../../../src/testing/workbench.js";
import { postgresVersion } from "../../support/postgres.js";

const id = required("id", "integer");
const item = { name: "item" };
const mood = { name: "enum", enumName: { name: "mood" } };

/** The message of the failure, or nothing. */
async function failureOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "",
    (error: unknown) => String(error),
  );
}

describe("PostgreSQL stops rather than lose something", () => {
  const alter = (from: Column, to: Column): Operation => ({
    kind: "alterColumn",
    table: item,
    from,
    to,
  });
  const removal: Operation = {
    kind: "alterEnum",
    from: { name: "mood", values: ["sad", "ok"] },
    to: { name: "mood", values: ["ok"] },
  };

  it("when rows hold a value that an enum loses", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      await synchronize(
        bench,
        schema([table("item", [id, column("m", mood)])], { enums: [removal.from] }),
      );
      await connection.query("INSERT INTO item VALUES (1, 'sad')");
      expect(await failureOf(perform(bench, [removal]))).to.contain("ENUM_VALUE_IN_USE");
      expect(await connection.query("SELECT m::text FROM item")).to.deep.equal([{ m: "sad" }]);
    });
  });

  it("when an array holds a value that an enum loses", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      const moods = column("m", { ...mood, array: true });
      await synchronize(bench, schema([table("item", [id, moods])], { enums: [removal.from] }));
      await connection.query("INSERT INTO item VALUES (1, '{ok,sad}')");
      expect(await failureOf(perform(bench, [removal]))).to.contain("ENUM_VALUE_IN_USE");
    });
  });

  it("when an array with several values becomes one value", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      const many = column("a", { name: "integer", array: true });
      await synchronize(bench, schema([table("item", [id, many])]));
      await connection.query("INSERT INTO item VALUES (1, '{1,2}')");
      const failure = await failureOf(perform(bench, [alter(many, column("a", "integer"))]));
      expect(failure).to.contain("VALUES_WOULD_BE_LOST");
    });
  });

  it("when an array with several values becomes one value by the conversion that autogenerate states", async () => {
    for (const value of ["{5,6}", "{{7,8},{9,1}}", "{{7}}", "[0:0]={5}"]) {
      await withPostgresConnection(async (connection) => {
        const bench = await workbench(postgres, connection);
        const many = column("a", { name: "integer", array: true });
        await synchronize(bench, schema([table("item", [id, many])]));
        await connection.query(`INSERT INTO item VALUES (1, '${value}')`);
        const arranged = postgres.ddl.arrange([alter(many, column("a", "integer"))]);
        expect(await failureOf(perform(bench, arranged)), value).to.contain("VALUES_WOULD_BE_LOST");
      });
    }
  });

  it("when an array with several texts becomes one text, and says what keeps all", async () => {
    for (const value of ["{a,b}", "{{a}}", "[0:0]={a}"]) {
      await withPostgresConnection(async (connection) => {
        const bench = await workbench(postgres, connection);
        const many = column("a", { name: "text", array: true });
        await synchronize(bench, schema([table("item", [id, many])]));
        await connection.query(`INSERT INTO item VALUES (1, '${value}')`);
        const arranged = postgres.ddl.arrange([alter(many, column("a", "text"))]);
        const failure = await failureOf(perform(bench, arranged));
        expect(failure, value).to.match(/VALUES_WOULD_BE_LOST[\s\S]*'"a"::text' keeps all/);
      });
    }
  });

  it("when a value is longer than its column will be", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      const text = column("a", "text");
      await synchronize(bench, schema([table("item", [id, text])]));
      await connection.query("INSERT INTO item VALUES (1, 'abcdef')");
      const failure = await failureOf(
        perform(bench, [alter(text, column("a", { name: "varchar", length: 3 }))]),
      );
      expect(failure).to.contain("too long");
    });
  });
});

describe("a counting column on PostgreSQL", () => {
  const kinds: readonly Column["generated"][] = [
    { kind: "increment" },
    { kind: "identity", always: false },
  ];
  for (const generated of kinds) {
    it(`that begins to count (${generated?.kind}) goes on after its rows`, async () => {
      await withPostgresConnection(async (connection) => {
        const bench = await workbench(postgres, connection);
        await synchronize(bench, schema([table("item", [id, column("a", "text")])]));
        await connection.query("INSERT INTO item VALUES (41, 'x')");
        const counting = generated === undefined ? id : { ...id, generated };
        await synchronize(bench, schema([table("item", [counting, column("a", "text")])]));
        const rows = await connection.query("INSERT INTO item (a) VALUES ('y') RETURNING id");
        expect(rows).to.deep.equal([{ id: 42 }]);
      });
    });
  }

  it("reads the same after its table and the column are renamed", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      const serial = { ...id, generated: { kind: "increment" } as const };
      await synchronize(bench, schema([table("item", [serial])]));
      const renamed = { name: "ware" };
      await perform(bench, [
        { kind: "renameTable", from: item, to: renamed },
        { kind: "renameColumn", table: renamed, from: "id", to: "key" },
      ]);
      const [held] = (await look(bench)).tables;
      expect(held?.columns).to.deep.equal([{ ...serial, name: "key" }]);
    });
  });
});

describe("an enum on PostgreSQL", () => {
  it("with renamed values keeps rows, defaults and checks", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      await connection.query("CREATE TYPE mood AS ENUM ('sad', 'ok')");
      await connection.query(
        "CREATE TABLE item (id integer, m mood DEFAULT 'sad' CHECK (m <> 'ok' OR id > 0), l mood[] DEFAULT '{sad,ok}')",
      );
      await connection.query("INSERT INTO item (id) VALUES (1)");
      const from = { name: "mood", values: ["sad", "ok"] };
      const to = { name: "mood", values: ["fine", "blue", "great"] };
      await perform(bench, [{ kind: "alterEnum", from, to, renamed: { sad: "blue", ok: "fine" } }]);
      await connection.query("INSERT INTO item (id) VALUES (2)");
      expect(await connection.query("SELECT m::text, l::text FROM item")).to.deep.equal([
        { m: "blue", l: "{blue,fine}" },
        { m: "blue", l: "{blue,fine}" },
      ]);
      expect((await look(bench)).enums).to.deep.equal([to]);
    });
  });

  it("changes under tables and views of another schema too", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      await connection.query("CREATE TYPE mood AS ENUM ('sad')");
      await connection.query("CREATE SCHEMA other");
      await connection.query("CREATE TABLE other.item (m mood DEFAULT 'sad')");
      await connection.query("CREATE VIEW other.view AS SELECT m FROM other.item WHERE m = 'sad'");
      await connection.query("INSERT INTO other.item DEFAULT VALUES");
      const from = { name: "mood", values: ["sad"] };
      await perform(bench, [
        { kind: "alterEnum", from, to: { name: "mood", values: ["ok", "sad"] } },
      ]);
      expect(await connection.query("SELECT m::text FROM other.view")).to.deep.equal([
        { m: "sad" },
      ]);
    });
  });
});

describe("a virtual column on PostgreSQL", () => {
  it("comes, becomes plain with its values, and goes", async function () {
    if (postgresVersion < 18) this.skip();
    const virtual = { kind: "expression", expression: "id * 2", stored: false } as const;
    await withPostgresConnection((connection) =>
      thereAndBack(postgres, connection, {
        title: "virtual to plain",
        before: schema([table("item", [id, column("a", "integer", { generated: virtual })])]),
        after: schema([table("item", [id, column("a", "integer")])]),
        rows: [{ id: 4 }],
        rowsAfter: [{ id: 4, a: 8 }],
        rowsBack: [{ id: 4, a: 8 }],
      }),
    );
  });

  it("becomes plain without firing the triggers of the table", async function () {
    if (postgresVersion < 18) this.skip();
    const virtual = { kind: "expression", expression: "lower(b)", stored: false } as const;
    const plain = column("a", "text", { collation: "C" });
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      const from = { ...plain, generated: virtual };
      await synchronize(bench, schema([table("item", [id, column("b", "text"), from])]));
      await connection.query("INSERT INTO item (id, b) VALUES (1, 'X')");
      await connection.query(
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.b := ''fired''; RETURN NEW; END'",
      );
      await connection.query(
        "CREATE TRIGGER touch BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION touch()",
      );
      await perform(bench, [{ kind: "alterColumn", table: item, from, to: plain }]);
      expect(await connection.query("SELECT b, a FROM item")).to.deep.equal([{ b: "X", a: "x" }]);
      expect((await look(bench)).tables[0]?.columns.at(-1)).to.deep.equal(plain);
    });
  });
});
