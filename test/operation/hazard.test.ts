import { expect } from "chai";
import { hazards } from "../../src/operation/hazards.js";
import type { Operation } from "../../src/operation/operation.js";
import type { Column } from "../../src/schema/column.js";
import type { ColumnType } from "../../src/schema/column-type.js";
import { column, table } from "../support/table.js";

const users = { name: "users" };
const computed: Partial<Column> = {
  generated: { kind: "expression", expression: "1", stored: true },
};

const found: readonly (readonly [string, Operation, string | undefined])[] = [
  [
    "dropping a table",
    { kind: "dropTable", table: table("users") },
    'drops the table "users" and its rows',
  ],
  [
    "dropping a column",
    { kind: "dropColumn", table: users, column: column("bio") },
    'drops the column "bio" and its values',
  ],
  [
    "dropping a computed column",
    { kind: "dropColumn", table: users, column: column("c", computed) },
    undefined,
  ],
  [
    "adding a column that must have a value",
    { kind: "addColumn", table: users, column: column("c") },
    'fails when "users" has rows: "c" has no default',
  ],
  [
    "adding a column that may be empty",
    { kind: "addColumn", table: users, column: column("c", { nullable: true }) },
    undefined,
  ],
  [
    "setting not null",
    { kind: "alterColumn", table: users, from: column("c", { nullable: true }), to: column("c") },
    'fails when a row has no value in "c"',
  ],
  [
    "removing an enum value",
    {
      kind: "alterEnum",
      from: { name: "e", values: ["a", "b"] },
      to: { name: "e", values: ["b"] },
    },
    'fails when a row holds "a"',
  ],
  [
    "adding an enum value",
    {
      kind: "alterEnum",
      from: { name: "e", values: ["b"] },
      to: { name: "e", values: ["a", "b"] },
    },
    undefined,
  ],
  [
    "a unique index",
    { kind: "createIndex", table: users, index: { name: "ix", keys: [], unique: true } },
    'fails when rows are alike in the keys of the index "ix"',
  ],
  [
    "a constraint that is not checked",
    {
      kind: "createConstraint",
      table: users,
      constraint: { kind: "check", expression: "x", notValid: true },
    },
    undefined,
  ],
  [
    "reading times in a zone",
    {
      kind: "alterColumn",
      table: users,
      from: column("at", { type: { name: "timestamp" } }),
      to: column("at", { type: { name: "timestamptz" } }),
    },
    'changes "at" from timestamp to timestamptz: values are taken to be in the time zone of the session, which need not be the one they were written in',
  ],
  [
    "computing what was stored",
    { kind: "alterColumn", table: users, from: column("c"), to: column("c", computed) },
    'replaces the values of "c" by computed ones',
  ],
  [
    "a column that counts no longer",
    {
      kind: "alterColumn",
      table: users,
      from: column("c", { generated: { kind: "increment" } }),
      to: column("c"),
    },
    'drops the counter of "c": on the way back it begins behind the last value that is there, and values of deleted rows are given again',
  ],
  [
    "a column that goes on counting in another way",
    {
      kind: "alterColumn",
      table: users,
      from: column("c", { generated: { kind: "increment" } }),
      to: column("c", { generated: { kind: "identity", always: true } }),
    },
    undefined,
  ],
];

const conversions: readonly (readonly [ColumnType, ColumnType, string | undefined])[] = [
  [{ name: "integer" }, { name: "bigint" }, undefined],
  [{ name: "bigint" }, { name: "integer" }, "NARROWS_COLUMN"],
  [{ name: "varchar", length: 50 }, { name: "varchar", length: 100 }, undefined],
  [{ name: "varchar", length: 100 }, { name: "varchar", length: 50 }, "NARROWS_COLUMN"],
  [{ name: "varchar", length: 50 }, { name: "text" }, undefined],
  [{ name: "text" }, { name: "varchar", length: 50 }, "NARROWS_COLUMN"],
  [{ name: "numeric", precision: 10 }, { name: "numeric", precision: 12, scale: 2 }, undefined],
  [
    { name: "numeric", precision: 10, scale: 2 },
    { name: "numeric", precision: 10, scale: 1 },
    "NARROWS_COLUMN",
  ],
  [{ name: "numeric", precision: 10, scale: 2 }, { name: "integer" }, "NARROWS_COLUMN"],
  [{ name: "integer" }, { name: "numeric", precision: 5, scale: 2 }, "NARROWS_COLUMN"],
  [{ name: "timestamp" }, { name: "date" }, "NARROWS_COLUMN"],
  [{ name: "date" }, { name: "timestamptz" }, undefined],
  [{ name: "time" }, { name: "timetz" }, "CHANGES_TIME_ZONE"],
  [{ name: "timestamptz" }, { name: "timestamp" }, "CHANGES_TIME_ZONE"],
  [{ name: "text" }, { name: "integer" }, "CONVERTS_COLUMN"],
  [{ name: "text" }, { name: "text", array: true }, "CONVERTS_COLUMN"],
  [{ name: "uuid" }, { name: "text" }, undefined],
];

describe("hazards", () => {
  for (const [title, operation, message] of found) {
    it(message === undefined ? `has none for ${title}` : `tells of ${title}`, () => {
      const expected = message === undefined ? [] : [message];
      expect(hazards(operation).map((hazard) => hazard.message)).to.deep.equal(expected);
    });
  }

  for (const [from, to, code] of conversions) {
    it(`says ${code ?? "nothing"} from ${JSON.stringify(from)} to ${JSON.stringify(to)}`, () => {
      const operation: Operation = {
        kind: "alterColumn",
        table: users,
        from: column("c", { type: from }),
        to: column("c", { type: to }),
      };
      const expected = code === undefined ? [] : [code];
      expect(hazards(operation).map((hazard) => hazard.code)).to.deep.equal(expected);
    });
  }
});
