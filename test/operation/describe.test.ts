import { expect } from "chai";
import { describe as tell } from "../../src/operation/describe.js";
import type { Operation } from "../../src/operation/operation.js";
import { column, table } from "../support/table.js";

const users = { name: "users" };

const sentences: readonly (readonly [string, Operation])[] = [
  [
    'create table "users" (2 columns)',
    { kind: "createTable", table: table("users", { columns: [column("a")] }) },
  ],
  [
    'drop table "billing.users"',
    { kind: "dropTable", table: { ...table("users"), schema: "billing" } },
  ],
  [
    'add column "users"."a" numeric(10, 2), not null',
    {
      kind: "addColumn",
      table: users,
      column: column("a", { type: { name: "numeric", precision: 10, scale: 2 } }),
    },
  ],
  [
    'change "users"."bio" from text to varchar(200), set not null',
    {
      kind: "alterColumn",
      table: users,
      from: column("bio", { type: { name: "text" }, nullable: true }),
      to: column("bio", { type: { name: "varchar", length: 200 } }),
    },
  ],
  [
    'change "users"."bio" set onConflict "IGNORE"',
    {
      kind: "alterColumn",
      table: users,
      from: column("bio"),
      to: column("bio", { onConflict: "IGNORE" }),
    },
  ],
  ['drop the comment of table "users"', { kind: "alterTableComment", table: users, from: "x" }],
  [
    'create unique index "ix" on "users"',
    { kind: "createIndex", table: users, index: { name: "ix", keys: [], unique: true } },
  ],
  [
    'change enum "e": add "b", remove "a"',
    { kind: "alterEnum", from: { name: "e", values: ["a"] }, to: { name: "e", values: ["b"] } },
  ],
  [
    'change enum "e": reorder its values',
    {
      kind: "alterEnum",
      from: { name: "e", values: ["a", "b"] },
      to: { name: "e", values: ["b", "a"] },
    },
  ],
  ['insert 1 row into "users"', { kind: "bulkInsert", table: users, rows: [{}] }],
  ['delete 2 rows from "users"', { kind: "deleteRows", table: users, rows: [{}, {}] }],
  ["run one two", { kind: "execute", sql: "one\n  two" }],
  [
    'change table "users": drop column "users"."a"',
    {
      kind: "batchAlterTable",
      table: users,
      operations: [{ kind: "dropColumn", table: users, column: column("a") }],
    },
  ],
];

describe("describe", () => {
  for (const [sentence, operation] of sentences) {
    it(`says: ${sentence}`, () => {
      expect(tell(operation)).to.equal(sentence);
    });
  }
});
