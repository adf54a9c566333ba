import { expect } from "chai";
import { diff } from "../../../src/diff/diff.js";
import { readView, writeView } from "../../../src/operation/options/view-options.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import type { View } from "../../../src/schema/view.js";
import { look } from "../../../src/testing/workbench.js";
import { sqliteDrivers, withSqlite, type SqliteBench } from "../../support/sqlite-bench.js";

const statements = [
  "CREATE TABLE users (id integer PRIMARY KEY, name text)",
  "INSERT INTO users VALUES (1, 'Ann')",
  "CREATE VIEW people (number, title) AS SELECT id, name FROM users",
  "CREATE TRIGGER people_insert INSTEAD OF INSERT ON people BEGIN INSERT INTO users VALUES (new.number, new.title); END",
];

async function changeView(bench: SqliteBench, change: Partial<View>) {
  const { connection, dialect, server } = bench;
  const from = await look(bench);
  const [view] = from.views;
  if (view === undefined) throw new Error("no view");
  const { name, columns = [], definition, materialized, indexes } = view;
  const plain: View = { name, columns, definition, materialized, indexes, ...change };
  const wanted = { ...from, views: [plain] };
  const { schema } = await dialect.catalog.canonicalize({
    wanted,
    actual: from,
    connection,
    server,
  });
  return diff({ from, to: schema }).operations;
}

for (const [driver, connect] of Object.entries(sqliteDrivers)) {
  const on = (body: (bench: SqliteBench) => Promise<void>) => () =>
    withSqlite(connect, statements, body);

  describe(`a view with INSTEAD OF triggers through ${driver}`, () => {
    it(
      "keeps them when it changes, and when it changes back",
      on(async (bench) => {
        const before = await look(bench);
        const definition = "SELECT id, upper(name) FROM users";
        const operations = await changeView(bench, { definition });
        expect(operations.map(({ kind }) => kind)).to.deep.equal(["dropView", "createView"]);
        await bench.run(...operations);
        await bench.rows("INSERT INTO people VALUES (2, 'Bob')");
        expect(await bench.rows("SELECT title FROM people")).to.deep.equal([
          { title: "ANN" },
          { title: "BOB" },
        ]);
        await bench.run(...reverseAll(operations));
        expect(await look(bench)).to.deep.equal(before);
      }),
    );

    it(
      "does not differ from one whose triggers nobody mentions",
      on(async (bench) => {
        expect(await changeView(bench, {})).to.deep.equal([]);
      }),
    );

    it(
      "is written into a revision with its columns and its triggers",
      on(async (bench) => {
        const [view] = (await look(bench)).views;
        expect(view?.triggers?.map(({ name }) => name)).to.deep.equal(["people_insert"]);
        expect(view && readView({ name: "people" }, writeView(view))).to.deep.equal(view);
      }),
    );
  });
}
