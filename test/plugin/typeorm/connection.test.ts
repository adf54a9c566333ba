import { expect } from "chai";
import { EntitySchema } from "typeorm";
import type { DataSource, EntityManager } from "typeorm";
import { typeorm } from "../../../plugin/typeorm/index.js";
import type { Around, Connection } from "../../../src/plugin/connection.js";
import { databases } from "./on-every-database.js";
import type { Place } from "./on-every-database.js";
import { id } from "./wanted-of.js";

type Note = { id: number; text: string };

const note = new EntitySchema<Note>({
  name: "note",
  columns: { id, text: { type: "varchar" } },
});

/** Runs `body` on a connection to a database that holds the table `note`. */
async function connected(
  place: Place,
  body: (connection: Connection, dataSource: DataSource) => Promise<void>,
): Promise<void> {
  const dataSource = place.make({ entities: [note], poolSize: 1 });
  const database = typeorm(dataSource);
  const connection = await database.connect();
  try {
    await connection.query(`CREATE TABLE note (id integer PRIMARY KEY, text varchar(50) NOT NULL)`);
    await body(connection, dataSource);
  } finally {
    await connection.close();
    await database.close();
  }
}

async function texts(connection: Connection): Promise<unknown[]> {
  const rows = await connection.query(`SELECT text FROM note ORDER BY id`);
  return rows.map((row) => row["text"]);
}

const isMysql = /^(mysql|mariadb)$/;
const insert = `INSERT INTO note VALUES (1, 'a'), (2, 'b')`;
const nothing: Around = (_, run) => run();
const managerOf = (connection: Connection): EntityManager =>
  connection.manager(nothing) as EntityManager;

for (const { title, within, suite } of databases) {
  const onNotes =
    (
      body: (connection: Connection, dataSource: DataSource) => Promise<void>,
    ): (() => Promise<void>) =>
    () =>
      within((place) => connected(place, body));

  suite(`a connection over TypeORM's ${title}`, () => {
    it(
      "gives the rows of a query as plain objects",
      onNotes(async (connection) => {
        await connection.query(insert);
        const rows = await connection.query(`SELECT id, text FROM note WHERE id = 2`);
        expect(rows.map((row) => ({ ...row }))).to.deep.equal([{ id: 2, text: "b" }]);
      }),
    );

    it(
      "gives no rows for a statement that returns none",
      onNotes(async (connection) => {
        expect(await connection.query(insert)).to.deep.equal([]);
        expect(await connection.query(`UPDATE note SET text = 'c'`)).to.deep.equal([]);
        expect(await connection.query(`DELETE FROM note`)).to.deep.equal([]);
      }),
    );

    it(
      "gives the rows that RETURNING returns",
      onNotes(async (connection) => {
        // MariaDB knows it of INSERT and DELETE, MySQL of neither.
        if (isMysql.test(title)) return;
        const inserted = await connection.query(`${insert} RETURNING id`);
        const updated = await connection.query(`UPDATE note SET text = 'c' RETURNING id`);
        const deleted = await connection.query(`DELETE FROM note RETURNING text`);
        expect([inserted.length, updated.length, deleted.length]).to.deep.equal([2, 2, 2]);
      }),
    );

    it(
      "passes parameters to the driver's own placeholders",
      onNotes(async (connection) => {
        const [first, second] = title === "postgres" ? ["$1", "$2"] : ["?", "?"];
        await connection.query(`INSERT INTO note VALUES (${first}, ${second})`, [7, "it's"]);
        expect(await texts(connection)).to.deep.equal(["it's"]);
      }),
    );

    it(
      "keeps what was committed",
      onNotes(async (connection) => {
        await connection.begin("BEGIN");
        await connection.query(insert);
        await connection.commit();
        expect(await texts(connection)).to.deep.equal(["a", "b"]);
      }),
    );

    it(
      "takes back what was rolled back",
      onNotes(async (connection) => {
        await connection.begin("BEGIN");
        await connection.query(insert);
        await connection.rollback();
        expect(await texts(connection)).to.deep.equal([]);
      }),
    );

    it(
      "takes what the entity manager saves into its transaction",
      onNotes(async (connection) => {
        await connection.begin("BEGIN");
        await managerOf(connection).save(note, { id: 1, text: "saved" });
        expect(await texts(connection)).to.deep.equal(["saved"]);
        await connection.rollback();
        expect(await texts(connection)).to.deep.equal([]);
      }),
    );

    it(
      "nests the entity manager's own transactions",
      onNotes(async (connection) => {
        await connection.begin("BEGIN");
        const manager = managerOf(connection);
        await manager.save(note, { id: 1, text: "outside" });
        const failing = manager.transaction(async (inner) => {
          await inner.save(note, { id: 2, text: "inside" });
          throw new Error("no");
        });
        await failing.catch(() => undefined);
        await connection.commit();
        expect(await texts(connection)).to.deep.equal(["outside"]);
      }),
    );

    it(
      "hands over each statement of the entity manager",
      onNotes(async (connection) => {
        const handed: string[] = [];
        const around: Around = async ({ sql }, run) => {
          await Promise.resolve();
          handed.push(sql.slice(0, 6));
          return run();
        };
        const manager = connection.manager(around) as EntityManager;
        await connection.begin("BEGIN");
        await manager.query(insert);
        await manager.find(note);
        await connection.rollback();
        expect(handed).to.deep.equal(["INSERT", "SELECT"]);
      }),
    );

    it("leaves no transaction open when it is closed", () =>
      within(async (place) => {
        const database = typeorm(place.make());
        const connection = await database.connect();
        await connection.query(`CREATE TABLE note (id integer, text varchar(50))`);
        await connection.begin("BEGIN");
        await connection.query(insert);
        await connection.close();
        const again = await database.connect();
        expect(await texts(again)).to.deep.equal([]);
        await again.close();
        await database.close();
      }));

    it(
      "opens further ones to the same database, whatever the pool's size",
      onNotes(async (connection) => {
        await connection.query(insert);
        const further = await connection.open();
        expect(await texts(further)).to.deep.equal(["a", "b"]);
        await further.close();
        expect(await texts(connection)).to.deep.equal(["a", "b"]);
      }),
    );

    it("can be made again after the database was closed", () =>
      within(async (place) => {
        const database = typeorm(place.make());
        await (await database.connect()).close();
        await database.close();
        const again = await database.connect();
        expect(await again.query("SELECT 1 AS one")).to.have.length(1);
        await database.close();
      }));

    it(
      "opens further ones that know the entities",
      onNotes(async (connection) => {
        await connection.query(insert);
        const further = await connection.open();
        expect(await managerOf(further).count(note)).to.equal(2);
        await further.close();
      }),
    );

    it(
      "names its dialect",
      onNotes(async (connection) => {
        const names = { postgres: "postgres", mysql: "mysql", mariadb: "mysql" };
        expect({ "better-sqlite3": "sqlite", sqlite: "sqlite", ...names }).to.include({
          [title]: connection.dialect,
        });
      }),
    );
  });

  suite(`an initialized data source of type ${title}`, () => {
    it("is used as it is, and stays open", () =>
      within(async (place) => {
        const theirs = await place.make({ entities: [note], synchronize: true }).initialize();
        const database = typeorm(theirs);
        const connection = await database.connect();
        await connection.query(insert);
        const further = await connection.open();
        expect(await managerOf(further).count(note)).to.equal(2);
        await further.close();
        await connection.close();
        await database.close();
        expect(await theirs.getRepository(note).count()).to.equal(2);
        await theirs.destroy();
      }));

    it("keeps its own subscribers and logging to itself", () =>
      within(async (place) => {
        const heard: string[] = [];
        const logger = new Proxy(
          {},
          { get: () => (first: unknown) => void heard.push(String(first)) },
        );
        const extra = { entities: [note], synchronize: true, logging: true, logger };
        const theirs = await place.make(extra).initialize();
        theirs.subscribers.push({ beforeInsert: () => void heard.push("subscriber") });
        const database = typeorm(theirs);
        const connection = await database.connect();
        heard.length = 0;
        await connection.begin("BEGIN");
        await managerOf(connection).save(note, { id: 1, text: "saved" });
        await connection.commit();
        expect(heard).to.deep.equal([]);
        await theirs.getRepository(note).save({ id: 2, text: "theirs" });
        expect(heard).to.include("subscriber");
        await database.close();
        await theirs.destroy();
      }));

    it("is closed where the user's function made it", () =>
      within(async (place) => {
        let made: DataSource | undefined;
        const database = typeorm(async () => (made = await place.make().initialize()));
        await (await database.connect()).close();
        await database.close();
        expect(made?.isInitialized).to.equal(false);
      }));
  });
}

describe("a further connection", () => {
  it("is another session on PostgreSQL", () =>
    databases[0]?.within((place) =>
      connected(place, async (connection) => {
        await connection.begin("BEGIN");
        await connection.query(insert);
        const further = await connection.open();
        expect(await texts(further)).to.deep.equal([]);
        await further.close();
        await connection.rollback();
      }),
    ));

  it("does not disturb the first one on SQLite", () =>
    databases
      .find(({ title }) => title === "better-sqlite3")
      ?.within((place) =>
        connected(place, async (connection) => {
          await connection.begin("BEGIN IMMEDIATE");
          await connection.query(insert);
          const further = await connection.open();
          await further.close();
          expect(await texts(connection)).to.deep.equal(["a", "b"]);
          await connection.rollback();
        }),
      ));
});
