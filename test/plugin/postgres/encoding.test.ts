import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import { AthanorError } from "../../../src/error/athanor-error.js";
import type { Connection } from "../../../src/plugin/connection.js";
import { emptySchema } from "../../../src/schema/schema.js";
import { connectPostgres } from "../../support/connection-postgres.js";
import { withPostgresDatabase } from "../../support/postgres.js";
import { autogenerate, look, workbench } from "../../../src/testing/workbench.js";

/** Runs SQL in which `é` is one byte, as in Latin-1. */
async function runLatin(connection: Connection, sql: string): Promise<void> {
  const hex = Buffer.from(sql, "latin1").toString("hex");
  await connection.query(
    `DO $d$ BEGIN EXECUTE convert_from('\\x${hex}'::bytea, 'SQL_ASCII'); END $d$`,
  );
}

function withAnyBytes(body: (connection: Connection) => Promise<void>): Promise<void> {
  return withPostgresDatabase(async (options) => {
    const connection = await connectPostgres(options);
    try {
      await body(connection);
    } finally {
      await connection.close();
    }
  }, "ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'");
}

async function refusalOf(work: Promise<unknown>): Promise<AthanorError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AthanorError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

describe("a PostgreSQL database that takes any bytes for text", () => {
  it("is refused where a text is no UTF-8, and each that is none is named", () =>
    withAnyBytes(async (connection) => {
      for (const sql of [
        "CREATE TABLE plain (id int, b text DEFAULT 'é')",
        "COMMENT ON TABLE plain IS 'é'",
        "COMMENT ON COLUMN plain.id IS 'é'",
        "ALTER TABLE plain ADD CONSTRAINT known CHECK (b <> 'é')",
        "CREATE INDEX few ON plain (id) WHERE b = 'é'",
        'CREATE TABLE "café" (id int)',
        "CREATE TYPE mood AS ENUM ('gai', 'gêné')",
        "CREATE VIEW two AS SELECT 'é'::text AS a",
      ])
        await runLatin(connection, sql);
      const bench = await workbench(postgres, connection);
      const { code, facts } = await refusalOf(look(bench));
      expect(code).to.equal("TEXT_NOT_UTF8");
      expect(facts["places"]).to.have.members([
        'constraint "known" of "plain"',
        'a value of enum "mood"',
        'the comment on column "id" of "plain"',
        'the comment on table "plain"',
        'the default of column "b" of "plain"',
        'the definition of index "few"',
        'the definition of view "two"',
        'the name of table "caf\\xe9"',
      ]);
    }));

  it("is refused inside a transaction too", () =>
    withAnyBytes(async (connection) => {
      await runLatin(connection, "CREATE TABLE plain (id int)");
      await runLatin(connection, "COMMENT ON TABLE plain IS 'é'");
      const bench = await workbench(postgres, connection);
      await connection.begin("BEGIN");
      const { message } = await refusalOf(look(bench));
      expect(message).to.contain('this text is no UTF-8: the comment on table "plain".');
      await connection.rollback();
    }));

  it("is refused where the session would have let the bytes pass", () =>
    withAnyBytes(async (connection) => {
      await runLatin(connection, "CREATE TABLE plain (id int)");
      await runLatin(connection, "COMMENT ON TABLE plain IS 'é'");
      await connection.query("SET client_encoding = 'SQL_ASCII'");
      const session = await postgres.session.settings?.settle(connection);
      const bench = await workbench(postgres, connection);
      expect((await refusalOf(look(bench))).code).to.equal("TEXT_NOT_UTF8");
      await session?.leave();
      const [row] = await connection.query("SHOW client_encoding");
      expect(row).to.deep.equal({ client_encoding: "SQL_ASCII" });
    }));

  it("is read and written like any other where its texts are UTF-8", () =>
    withAnyBytes(async (connection) => {
      await connection.query(`CREATE TABLE "café" (id int DEFAULT length('é'))`);
      await connection.query(`COMMENT ON TABLE "café" IS 'naïve'`);
      const bench = await workbench(postgres, connection);
      const { tables } = await look(bench);
      expect(tables).to.have.length(1);
      expect(tables[0]).to.include({ name: "café", comment: "naïve" });
      expect(await autogenerate(bench, { ...emptySchema, tables })).to.deep.equal([]);
    }));
});
