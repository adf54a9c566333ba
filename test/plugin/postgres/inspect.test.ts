import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Scope } from "../../../src/plugin/catalog.js";
import { nameText } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";

/** What is read of a database that these statements made. */
function inspected(ddl: readonly string[], scope: Scope = {}): Promise<Schema> {
  return withPostgresConnection(async (connection) => {
    for (const sql of ddl) await connection.query(sql);
    return postgres.catalog.inspect(connection, await postgres.catalog.server(connection), scope);
  });
}

function namesOf(things: Schema["tables"] | Schema["views"]): readonly string[] {
  return things.map(nameText);
}

describe("inspect on PostgreSQL", () => {
  it("leaves out partitions, and what belongs to extensions", async () => {
    const held = await inspected([
      "CREATE TABLE whole (id integer, PRIMARY KEY (id)) PARTITION BY RANGE (id)",
      "CREATE TABLE part PARTITION OF whole FOR VALUES FROM (1) TO (9)",
      "CREATE TABLE pointer (id integer REFERENCES whole)",
      "CREATE EXTENSION hstore",
      "CREATE EXTENSION pg_stat_statements",
    ]);
    expect(namesOf(held.tables)).to.deep.equal(["pointer", "whole"]);
    expect(held.tables[0]?.foreignKeys).to.have.length(1);
    expect(held.views).to.deep.equal([]);
    expect(held.extensions.map(({ name }) => name)).to.deep.equal(["hstore", "pg_stat_statements"]);
  });

  it("reads only the schemas it is told of", async () => {
    const ddl = [
      "CREATE SCHEMA a",
      "CREATE SCHEMA b",
      "CREATE TABLE t (id integer)",
      "CREATE TABLE a.t (id integer)",
      "CREATE TABLE b.t (id integer)",
    ];
    expect(namesOf((await inspected(ddl)).tables)).to.deep.equal(["t"]);
    const held = await inspected(ddl, { schemas: ["a", "missing"] });
    expect(namesOf(held.tables)).to.deep.equal(["a.t", "t"]);
    expect(held.schemas).to.deep.equal(["a"]);
    expect(namesOf((await inspected(ddl, { schemas: ["*"] })).tables)).to.deep.equal([
      "a.t",
      "b.t",
      "t",
    ]);
  });

  it("reads the named tables and all views over them", async () => {
    const ddl = [
      "CREATE TABLE a (id integer)",
      "CREATE TABLE b (id integer)",
      "CREATE VIEW va AS SELECT * FROM a",
      "CREATE VIEW vva AS SELECT * FROM va",
      "CREATE VIEW vb AS SELECT * FROM b",
    ];
    const held = await inspected(ddl, { tables: [{ name: "a" }] });
    expect([namesOf(held.tables), namesOf(held.views)]).to.deep.equal([["a"], ["va", "vva"]]);
    expect(held.views[1]?.dependsOn).to.deep.equal([{ name: "va" }]);
  });

  it("never reads a name that is filtered out", async () => {
    const ddl = [
      "CREATE TABLE a (id integer)",
      "CREATE TABLE b (id integer)",
      "CREATE TYPE b_type AS ENUM ()",
    ];
    const held = await inspected(ddl, { includeName: ({ name }) => !name.startsWith("b") });
    expect([namesOf(held.tables), held.enums]).to.deep.equal([["a"], []]);
  });

  it("tells what a constraint says, whatever it is", async () => {
    const held = await inspected([
      "CREATE TABLE p (a integer, b integer, UNIQUE (b, a))",
      `CREATE TABLE t (x integer NOT NULL, y integer,
        CONSTRAINT f FOREIGN KEY (y, x) REFERENCES p (b, a) MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE,
        CONSTRAINT u UNIQUE (y, x) INCLUDE (x) DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT e EXCLUDE USING gist (int4range(x, y) WITH &&) WHERE (x > 0) DEFERRABLE INITIALLY DEFERRED)`,
      "ALTER TABLE t ADD CONSTRAINT c CHECK (x > 0) NO INHERIT NOT VALID",
    ]);
    const [, t] = held.tables;
    expect([t?.foreignKeys, t?.uniques, t?.exclusions, t?.checks]).to.deep.equal([
      [
        {
          kind: "foreignKey",
          name: "f",
          columns: ["y", "x"],
          references: { name: "p" },
          referencedColumns: ["b", "a"],
          onDelete: "SET NULL",
          onUpdate: "CASCADE",
          match: "FULL",
          deferrable: "INITIALLY IMMEDIATE",
        },
      ],
      [
        {
          kind: "unique",
          name: "u",
          columns: ["y", "x"],
          include: ["x"],
          deferrable: "INITIALLY DEFERRED",
        },
      ],
      [
        {
          kind: "exclude",
          name: "e",
          expression: "USING gist (int4range(x, y) WITH &&) WHERE ((x > 0))",
          deferrable: "INITIALLY DEFERRED",
        },
      ],
      [{ kind: "check", name: "c", expression: "x > 0", noInherit: true, notValid: true }],
    ]);
  });

  it("tells sequences that stand alone from those of columns", async () => {
    const held = await inspected([
      "CREATE SEQUENCE alone START 5 INCREMENT -2 MINVALUE -100 MAXVALUE 10 CACHE 3 CYCLE",
      "CREATE SEQUENCE plain",
      "CREATE TABLE t (a serial, b bigint GENERATED ALWAYS AS IDENTITY, c integer DEFAULT nextval('plain'))",
    ]);
    expect(held.sequences).to.deep.equal([
      {
        name: "alone",
        start: "5",
        increment: "-2",
        minimum: "-100",
        maximum: "10",
        cache: "3",
        cycle: true,
      },
      { name: "plain" },
    ]);
    expect(held.tables[0]?.columns.map(({ generated }) => generated?.kind)).to.deep.equal([
      "increment",
      "identity",
      undefined,
    ]);
  });

  it("marks an index whose concurrent build failed", async () => {
    const held = await withPostgresConnection(async (connection) => {
      await connection.query("CREATE TABLE t (a integer)");
      await connection.query("INSERT INTO t VALUES (1), (1)");
      await connection.query("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)").catch(() => undefined);
      return postgres.catalog.inspect(connection, await postgres.catalog.server(connection), {});
    });
    expect(held.tables[0]?.indexes).to.deep.equal([
      { name: "i", keys: [{ column: "a" }], unique: true, invalid: true },
    ]);
  });

  it("asks as many questions of a hundred tables as of one", async () => {
    await withPostgresConnection(async (connection) => {
      const counts: number[] = [];
      for (const size of [1, 100]) {
        for (let at = 0; at < size; at += 1)
          await connection.query(`CREATE TABLE t${size}_${at} (a serial, b text[])`);
        counts.push(await countQueries(connection));
      }
      expect(counts[0]).to.equal(counts[1]);
      expect(counts[0]).to.be.lessThan(11);
    });
  });
});

async function countQueries(connection: Connection): Promise<number> {
  let count = 0;
  const counting: Connection = {
    ...connection,
    query: (...query) => {
      count += 1;
      return connection.query(...query);
    },
  };
  await postgres.catalog.inspect(counting, await postgres.catalog.server(connection), {});
  return count;
}
