import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Row } from "../../../src/plugin/connection.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import { perform, workbench } from "../../../src/testing/workbench.js";
import { readCatalog } from "../../support/postgres-catalog.js";

const long = "n".repeat(63);
const made = [
  "CREATE SCHEMA billing",
  "CREATE TYPE mood AS ENUM ('sad', 'ok')",
  `CREATE TABLE "Owner" (id serial PRIMARY KEY, "the Name" text DEFAULT 'x', CONSTRAINT c CHECK (length("the Name") > 0))`,
  `CREATE TABLE item (id bigserial PRIMARY KEY, owner integer CONSTRAINT f REFERENCES "Owner", m mood DEFAULT 'ok', CONSTRAINT u UNIQUE (owner, m))`,
  `CREATE INDEX i ON "Owner" (lower("the Name")) WHERE "the Name" <> 'y'`,
  `CREATE VIEW v AS SELECT o."the Name", i.m FROM "Owner" o JOIN item i ON i.owner = o.id`,
  `COMMENT ON COLUMN "Owner"."the Name" IS 'it''s'`,
  "CREATE SEQUENCE numbers START WITH 70",
  "CREATE TABLE numbered (n integer DEFAULT nextval('numbers'))",
  "INSERT INTO numbered DEFAULT VALUES",
  `INSERT INTO "Owner" DEFAULT VALUES`,
  "INSERT INTO item (owner) VALUES (1)",
];

const owner = { name: "Owner" };
const check = { kind: "check" as const, name: "c", expression: "" };

const renames: readonly (readonly [title: string, operation: Operation])[] = [
  ["a column", { kind: "renameColumn", table: owner, from: "the Name", to: 'na"me' }],
  ["a column that counts", { kind: "renameColumn", table: owner, from: "id", to: "number" }],
  ["a table", { kind: "renameTable", from: owner, to: { name: "possessor" } }],
  ["a table, to 63 bytes", { kind: "renameTable", from: { name: "item" }, to: { name: long } }],
  [
    "a table, to another schema",
    { kind: "renameTable", from: owner, to: { schema: "billing", name: "Owner" } },
  ],
  [
    "a table, to another schema and name",
    { kind: "renameTable", from: owner, to: { schema: "billing", name: "o" } },
  ],
  ["a constraint", { kind: "renameConstraint", table: owner, constraint: check, to: "k" }],
  ["an index", { kind: "renameIndex", table: owner, from: "i", to: "I 2" }],
  ["an enum", { kind: "renameEnum", from: { name: "mood" }, to: { name: "Fee'ling" } }],
  [
    "an enum, to another schema",
    { kind: "renameEnum", from: { name: "mood" }, to: { schema: "billing", name: "mood" } },
  ],
  [
    "a sequence that stands alone",
    { kind: "renameSequence", from: { name: "numbers" }, to: { name: "Num'bers" } },
  ],
  [
    "a sequence that stands alone, to another schema and name",
    { kind: "renameSequence", from: { name: "numbers" }, to: { schema: "billing", name: "n" } },
  ],
];

describe("a rename on PostgreSQL keeps rows, counters and all that hangs on the thing", () => {
  for (const [title, operation] of renames) {
    it(`of ${title}, and back`, async () => {
      await withPostgresConnection(async (connection) => {
        for (const sql of made) await connection.query(sql);
        const before = await readCatalog(connection.query);
        const bench = await workbench(postgres, connection, ["billing"]);
        await perform(bench, [operation]);
        expect((await readCatalog(connection.query)).lines).not.to.deep.equal(before.lines);
        expect(await connection.query("SELECT * FROM v")).to.have.length(1);
        await perform(bench, reverseAll([operation]));
        expect(await readCatalog(connection.query)).to.deep.equal(before);
        await connection.query(`INSERT INTO "Owner" DEFAULT VALUES`);
        const rows: readonly Row[] = await connection.query(`SELECT id, "the Name" FROM "Owner"`);
        expect(rows).to.deep.equal([
          { id: 1, "the Name": "x" },
          { id: 2, "the Name": "x" },
        ]);
      });
    });
  }
});
