import { expect } from "chai";
import { sqlite } from "../../../../plugin/sqlite/index.js";
import type { Scope } from "../../../../src/plugin/catalog.js";
import type { Schema } from "../../../../src/schema/schema.js";
import { sqliteDrivers, withSqlite } from "../../../support/sqlite-bench.js";

for (const [driver, connect] of Object.entries(sqliteDrivers)) {
  const inspecting =
    (
      statements: readonly string[],
      scope: Scope,
      body: (schema: Schema, queries: number) => void,
    ) =>
    () =>
      withSqlite(connect, statements, async ({ connection, server }) => {
        let queries = 0;
        const counting: typeof connection = {
          ...connection,
          query: (...request) => {
            queries += 1;
            return connection.query(...request);
          },
        };
        body(await sqlite.catalog.inspect(counting, server, scope), queries);
      });

  describe(`inspecting SQLite through ${driver}`, () => {
    it(
      "leaves out SQLite's own tables, virtual tables and their shadows",
      inspecting(
        [
          "CREATE TABLE a (id integer PRIMARY KEY AUTOINCREMENT)",
          "CREATE VIRTUAL TABLE find USING fts5 (body)",
          "CREATE VIRTUAL TABLE place USING rtree (id, x0, x1)",
          "CREATE TABLE find_me (b)",
        ],
        {},
        (schema) => {
          expect(schema.tables.map(({ name }) => name)).to.deep.equal(["a", "find_me"]);
        },
      ),
    );

    it(
      "asks one question, however many tables there are",
      inspecting(
        Array.from({ length: 30 }, (_, at) => `CREATE TABLE t${at} (a REFERENCES t${at + 1})`),
        {},
        (schema, queries) => {
          expect(schema.tables).to.have.length(30);
          expect(queries).to.equal(1);
        },
      ),
    );

    it(
      "spells names as they are where they are declared",
      inspecting(
        [
          "CREATE TABLE Parent (Id integer PRIMARY KEY, b, UNIQUE (B))",
          "CREATE TABLE child (pid REFERENCES PARENT, FOREIGN KEY (PID) REFERENCES parent (ID))",
          "CREATE INDEX ix ON child (PID)",
        ],
        { tables: [{ name: "CHILD" }] },
        ({ tables: [child] }) => {
          const target = {
            references: { name: "Parent" },
            referencedColumns: ["Id"],
            columns: ["pid"],
          };
          expect(child?.foreignKeys).to.have.length(2);
          for (const key of child?.foreignKeys ?? []) expect(key).to.deep.include(target);
          expect(child?.indexes[0]?.keys).to.deep.equal([{ column: "pid" }]);
        },
      ),
    );

    it(
      "gives a scope's tables with all that hangs on them, and the views that read them",
      inspecting(
        [
          "CREATE TABLE a (id)",
          "CREATE TABLE b (id)",
          "CREATE INDEX ia ON a (id)",
          "CREATE TRIGGER ta AFTER INSERT ON a BEGIN SELECT 1; END",
          "CREATE VIEW va AS SELECT * FROM A",
          "CREATE VIEW vva AS SELECT * FROM va",
          "CREATE VIEW vb AS SELECT * FROM b WHERE 'a' = 'a'",
        ],
        { tables: [{ name: "a" }] },
        ({ tables, views }) => {
          expect(tables.map(({ name }) => name)).to.deep.equal(["a"]);
          expect(tables[0]?.indexes.map(({ name }) => name)).to.deep.equal(["ia"]);
          expect(tables[0]?.triggers?.map(({ name }) => name)).to.deep.equal(["ta"]);
          expect(views.map(({ name }) => name)).to.deep.equal(["va", "vva"]);
        },
      ),
    );

    it(
      "tells which tables and views a view reads",
      inspecting(
        [
          "CREATE TABLE one (id)",
          "CREATE TABLE two (id)",
          "CREATE VIEW v AS SELECT * FROM [ONE] WHERE 'two' <> ''",
          "CREATE VIEW w AS SELECT * FROM v",
        ],
        {},
        ({ views }) => {
          expect(views.map(({ dependsOn }) => dependsOn)).to.deep.equal([
            [{ name: "one" }],
            [{ name: "v" }],
          ]);
        },
      ),
    );

    it(
      "does not read what must not be read",
      inspecting(
        ["CREATE TABLE a (id)", "CREATE TABLE b (id)", "CREATE VIEW c AS SELECT 1"],
        { includeName: ({ name }) => name === "b" },
        ({ tables, views }) => {
          expect([...tables, ...views].map(({ name }) => name)).to.deep.equal(["b"]);
        },
      ),
    );

    it(
      "reads attached databases where the scope names them",
      inspecting(
        [
          "ATTACH ':memory:' AS archive",
          "CREATE TABLE archive.old (id integer PRIMARY KEY, up REFERENCES old)",
          "CREATE INDEX archive.ix ON old (up)",
          "CREATE TABLE old (other)",
        ],
        { schemas: ["archive"] },
        ({ tables }) => {
          expect(tables.map(({ schema, name }) => [schema, name])).to.deep.equal([
            ["archive", "old"],
            [undefined, "old"],
          ]);
          expect(tables[0]?.foreignKeys[0]?.references).to.deep.equal({
            schema: "archive",
            name: "old",
          });
        },
      ),
    );
  });
}
