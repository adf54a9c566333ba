import { expect } from "chai";
import { EntitySchema } from "typeorm";
import { typeorm } from "../../../plugin/typeorm/index.js";
import type { Row } from "../../../src/plugin/connection.js";
import { databases } from "./on-every-database.js";
import type { Place } from "./on-every-database.js";
import type { Extra } from "./wanted-of.js";

const note = new EntitySchema({
  name: "note",
  columns: { id: { type: "uuid", primary: true, generated: "uuid" }, body: { type: "citext" } },
});
const plain = new EntitySchema({
  name: "plain",
  columns: { id: { type: "integer", primary: true } },
});

class Migration1700000000000 {
  readonly name = "Migration1700000000000";
  async up(runner: { query: (sql: string) => Promise<unknown> }): Promise<void> {
    await runner.query(`CREATE TABLE migrated (id integer)`);
  }
  async down(): Promise<void> {}
}

const ofServer =
  "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()";

const catalogs: Readonly<Record<string, string>> = {
  postgres: "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  mysql: ofServer,
  mariadb: ofServer,
  sqlite: "SELECT name FROM sqlite_master WHERE type = 'table'",
};

/** The names of the tables, after a data source with these options was connected to. */
async function tablesAfter(place: Place, title: string, extra: Extra): Promise<unknown[]> {
  await run(place, {}, `CREATE TABLE kept (id integer)`);
  await run(place, extra, "SELECT 1");
  const rows = await run(place, {}, catalogs[title] ?? catalogs["sqlite"] ?? "");
  return rows.map((row) => row["name"]);
}

async function run(place: Place, extra: Extra, sql: string): Promise<readonly Row[]> {
  const database = typeorm(place.make(extra));
  const connection = await database.connect();
  const rows = await connection.query(sql);
  await connection.close();
  await database.close();
  return rows;
}

for (const { title, within, suite } of databases) {
  suite(`connecting to ${title}`, () => {
    const options = {
      synchronize: { synchronize: true, entities: [plain] },
      dropSchema: { dropSchema: true },
      migrationsRun: { migrationsRun: true, migrations: [Migration1700000000000] },
    };
    for (const [option, extra] of Object.entries(options)) {
      it(`does nothing to the database where the data source says ${option}`, () =>
        within(async (place) => {
          expect(await tablesAfter(place, title, extra)).to.deep.equal(["kept"]);
        }));
    }

    it("prints nothing where the data source logs everything", () =>
      within(async (place) => {
        const extra = { logging: "all", maxQueryExecutionTime: 1e-9, logNotifications: true };
        expect(await printed(() => run(place, extra, "SELECT 1"))).to.equal("");
      }));

    it("imports no subscribers and no migrations", () =>
      within(async (place) => {
        const missing = { subscribers: ["/"], migrations: ["/"] };
        expect(await run(place, missing, "SELECT 1")).to.have.length(1);
      }));

    it("leaves the data source as it was", () =>
      within(async (place) => {
        const theirs = place.make({ entities: [plain], synchronize: true, poolSize: 1 });
        const before = { ...theirs.options };
        const database = typeorm(theirs);
        await (await database.connect()).close();
        await database.close();
        expect(theirs.options).to.deep.equal(before);
        expect(theirs.isInitialized).to.equal(false);
      }));
  });
}

describe("connecting to a PostgreSQL whose entities need extensions", () => {
  it("creates none", () =>
    databases[0]?.within(async (place) => {
      await run(place, { entities: [note], installExtensions: true }, "SELECT 1");
      const rows = await run(place, {}, "SELECT extname FROM pg_extension");
      expect(rows).to.deep.equal([{ extname: "plpgsql" }]);
    }));
});

/** Everything that reaches stdout and stderr meanwhile. */
async function printed(work: () => Promise<unknown>): Promise<string> {
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  let text = "";
  for (const stream of streams) {
    stream.write = (chunk: string | Uint8Array) => {
      text += String(chunk);
      return true;
    };
  }
  try {
    await work();
  } finally {
    streams.forEach((stream, at) => {
      const write = writes[at];
      if (write !== undefined) stream.write = write;
    });
  }
  return text;
}
