import { expect } from "chai";
import { sqlExpression } from "../../src/operation/sql-expression.js";
import type { Operation } from "../../src/operation/operation.js";
import { reverse, reverseAll } from "../../src/operation/reverse.js";
import { column, table } from "../support/table.js";

const users = { name: "users" };
const index = { name: "ix", keys: [{ column: "id" }], unique: false };
const unique = { kind: "unique", name: "uq", columns: ["id"] } as const;
const status = { name: "status", values: ["a", "b"] };

/** Each reverses to the other. */
const pairs: readonly (readonly [string, Operation, Operation])[] = [
  [
    "create and drop a table",
    { kind: "createTable", table: table("users", { indexes: [index] }) },
    { kind: "dropTable", table: table("users", { indexes: [index] }) },
  ],
  [
    "if missing and if there",
    { kind: "addColumn", table: users, column: column("a"), ifNotExists: true },
    { kind: "dropColumn", table: users, column: column("a"), ifExists: true },
  ],
  [
    "let others go on there and back",
    { kind: "addColumn", table: users, column: column("a"), online: true, lock: "shared" },
    { kind: "dropColumn", table: users, column: column("a"), online: true, lock: "shared" },
  ],
  [
    "rename values of a column there and back",
    {
      kind: "alterColumn",
      table: users,
      from: column("a", { type: { name: "enum", values: ["x"] } }),
      to: column("a", { type: { name: "enum", values: ["y"] } }),
      renamed: { x: "y" },
    },
    {
      kind: "alterColumn",
      table: users,
      from: column("a", { type: { name: "enum", values: ["y"] } }),
      to: column("a", { type: { name: "enum", values: ["x"] } }),
      renamed: { y: "x" },
    },
  ],
  [
    "rename a table there and back",
    { kind: "renameTable", from: users, to: { name: "people" } },
    { kind: "renameTable", from: { name: "people" }, to: users },
  ],
  [
    "set and drop a comment",
    { kind: "alterTableComment", table: users, to: "hello" },
    { kind: "alterTableComment", table: users, from: "hello" },
  ],
  [
    "a change of column, with both ways of converting",
    {
      kind: "alterColumn",
      table: users,
      from: column("a", "text"),
      to: column("a"),
      using: "a::integer",
      reverseUsing: "a::text",
    },
    {
      kind: "alterColumn",
      table: users,
      from: column("a"),
      to: column("a", "text"),
      using: "a::text",
      reverseUsing: "a::integer",
    },
  ],
  [
    "create and drop a constraint",
    { kind: "createConstraint", table: users, constraint: unique },
    { kind: "dropConstraint", table: users, constraint: unique },
  ],
  [
    "rename a constraint there and back",
    { kind: "renameConstraint", table: users, constraint: unique, to: "uq2" },
    { kind: "renameConstraint", table: users, constraint: { ...unique, name: "uq2" }, to: "uq" },
  ],
  [
    "create and drop an index concurrently",
    { kind: "createIndex", table: users, index, concurrently: true },
    { kind: "dropIndex", table: users, index, concurrently: true },
  ],
  [
    "a change of enum, with its renamed values",
    {
      kind: "alterEnum",
      from: status,
      to: { name: "status", values: ["z", "b"] },
      renamed: { a: "z" },
    },
    {
      kind: "alterEnum",
      from: { name: "status", values: ["z", "b"] },
      to: status,
      renamed: { z: "a" },
    },
  ],
  [
    "a statement and the one that undoes it",
    { kind: "execute", sql: "up", reverse: { sql: "down", parameters: [1] } },
    { kind: "execute", sql: "down", parameters: [1], reverse: { sql: "up" } },
  ],
  [
    "a batch, last first",
    {
      kind: "batchAlterTable",
      table: users,
      operations: [
        { kind: "renameColumn", table: users, from: "a", to: "b" },
        { kind: "createIndex", table: users, index },
      ],
    },
    {
      kind: "batchAlterTable",
      table: users,
      operations: [
        { kind: "dropIndex", table: users, index },
        { kind: "renameColumn", table: users, from: "b", to: "a" },
      ],
    },
  ],
  [
    "rows",
    { kind: "bulkInsert", table: users, rows: [{ id: 1, at: sqlExpression("now()") }] },
    { kind: "deleteRows", table: users, rows: [{ id: 1, at: sqlExpression("now()") }] },
  ],
];

describe("reverse", () => {
  for (const [title, there, back] of pairs) {
    it(`undoes ${title}`, () => {
      expect(reverse(there)).to.deep.equal(back);
      expect(reverse(back)).to.deep.equal(there);
    });
  }

  const irreversible: readonly Operation[] = [
    { kind: "execute", sql: "anything" },
    { kind: "bulkInsert", table: users, rows: [{ id: 1 }, { id: undefined }] },
    {
      kind: "renameConstraint",
      table: users,
      constraint: { kind: "unique", columns: ["id"] },
      to: "uq",
    },
  ];
  for (const operation of irreversible) {
    it(`refuses ${operation.kind} when what was before is not known`, () => {
      expect(() => reverse(operation))
        .to.throw("cannot be reversed")
        .with.property("code", "IRREVERSIBLE_OPERATION");
    });
  }
});

describe("reverseAll", () => {
  it("goes back last first", () => {
    const operations: Operation[] = [
      { kind: "addColumn", table: users, column: column("a") },
      { kind: "createIndex", table: users, index },
    ];
    expect(reverseAll(operations).map(({ kind }) => kind)).to.deep.equal([
      "dropIndex",
      "dropColumn",
    ]);
  });

  it("leaves out what has nothing to undo", () => {
    expect(reverseAll([{ kind: "validateConstraint", table: users, name: "ck" }])).to.deep.equal(
      [],
    );
  });
});
