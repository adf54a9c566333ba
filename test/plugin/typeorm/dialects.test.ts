import { expect } from "chai";
import type { DataSource } from "typeorm";
import { sqlite } from "../../../plugin/sqlite/index.js";
import { typeorm } from "../../../plugin/typeorm/index.js";
import type { Dialect } from "../../../src/plugin/dialect.js";
import type { OrmFacts } from "../../../src/plugin/orm.js";
import { catchRejection } from "../../support/catch-error.js";
import { dataSource } from "./wanted-of.js";

/** SQLite under another name, where the facts are these. */
function variant(facts: Partial<OrmFacts> = {}): Dialect {
  if (sqlite.orm === undefined) throw new Error("SQLite says nothing of the ORM.");
  return { ...sqlite, name: "variant", orm: { ...sqlite.orm, ...facts } };
}

const memory = (): DataSource => dataSource("better-sqlite3", []);

describe("the dialect of a data source", () => {
  it("is Athanor's own for its type", async () => {
    expect((await typeorm(memory()).dialect()).name).to.equal("sqlite");
  });

  const dialect = variant();
  const ways = {
    "as a value": dialect,
    "as a promise": Promise.resolve(dialect),
    "by a function": () => dialect,
    "by a function that loads it": () => Promise.resolve(dialect),
  };
  for (const [way, given] of Object.entries(ways))
    it(`is the one given ${way}, and its connections say so`, async () => {
      const database = typeorm(memory(), { dialect: given });
      expect(await database.dialect()).to.equal(dialect);
      const connection = await database.connect();
      expect(connection.dialect).to.equal("variant");
      expect(await connection.query("SELECT 1 AS one")).to.deep.equal([{ one: 1 }]);
      await database.close();
    });

  it("is loaded once, when it is needed", async () => {
    let loaded = 0;
    const load = () => {
      loaded += 1;
      return dialect;
    };
    const database = typeorm(memory(), { dialect: load });
    expect(loaded).to.equal(0);
    await database.dialect();
    await database.source.read();
    expect(loaded).to.equal(1);
  });

  it("says by its facts what the address looks like, and what is a file", async () => {
    const file = variant().orm?.file;
    if (file === undefined) throw new Error("SQLite is no file.");
    const stored = variant({ file: { ...file, scheme: "store", isPath: () => false } });
    const database = typeorm(dataSource("better-sqlite3", [], { database: "shop.store" }), {
      dialect: stored,
    });
    expect((await database.describe?.())?.url).to.equal("store:shop.store");
    expect(await database.createsOnConnect?.()).to.equal(false);
  });

  it("is refused where it does not serve the type", async () => {
    const other = variant({ drivers: [{ type: "sqljs" }] });
    const error = await catchRejection(() => typeorm(memory(), { dialect: other }).dialect());
    expect(error.code).to.equal("UNSUPPORTED_DATABASE");
    expect(error.message).to.contain('"variant" does not serve data sources of type');
    expect(error.suggestions).to.deep.equal(["Give the data source one of these types: sqljs"]);
  });

  it("is refused where it says nothing of TypeORM", async () => {
    const { orm, ...bare } = sqlite;
    expect(orm).to.be.an("object");
    const error = await catchRejection(() => typeorm(memory(), { dialect: bare }).source.read());
    expect(error.code).to.equal("UNSUPPORTED_DATABASE");
    expect(error.suggestions.join()).to.contain('drivers: [{ type: "better-sqlite3" }]');
  });
});
