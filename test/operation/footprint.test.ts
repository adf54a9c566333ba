import { expect } from "chai";
import fc from "fast-check";
import { arrange as arrangeForMysql } from "../../plugin/mysql/arrange.js";
import { arrange as arrangeForSqlite } from "../../plugin/sqlite/arrange.js";
import { diff } from "../../src/diff/diff.js";
import { order } from "../../src/diff/order.js";
import { applyAll } from "../../src/operation/apply.js";
import { commutes } from "../../src/operation/commute.js";
import type { Operation } from "../../src/operation/operation.js";
import { partsOf, type AnyOperation } from "../../src/operation/plugin-operation.js";
import { sqlExpression } from "../../src/operation/sql-expression.js";
import { joinItems } from "../../src/runner/compile-step.js";
import { emptySchema, type Schema } from "../../src/schema/schema.js";
import {
  arbitrarySchema,
  arbitrarySchemaPair,
  plainVocabulary,
} from "../support/arbitrary-schema.js";
import {
  check,
  column,
  foreignKey,
  index,
  required,
  table,
} from "../../src/testing/build-schema.js";
import { normalize } from "../support/normalize-schema.js";
import { possibleOperations } from "../support/possible-operations.js";
import { performStrictly } from "../support/strict-database.js";

const runs = { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 40) };

const item = { name: "item" };
const owner = { name: "owner" };

const add = (name: string, on = item): Operation => ({
  kind: "addColumn",
  table: on,
  column: column(name, "integer"),
});
const drop = (name: string, on = item): Operation => ({
  kind: "dropColumn",
  table: on,
  column: column(name, "integer"),
});
const widen = (name: string, on = item): Operation => ({
  kind: "alterColumn",
  table: on,
  from: column(name, "integer"),
  to: column(name, "bigint"),
});
const createKey: Operation = {
  kind: "createConstraint",
  table: item,
  constraint: foreignKey("fk", ["owner"], "owner"),
};
const createCheck = (expression: string): Operation => ({
  kind: "createConstraint",
  table: item,
  constraint: check("ck", expression),
});
const createIndex = (name: string, ...columns: readonly string[]): Operation => ({
  kind: "createIndex",
  table: item,
  index: index(name, columns),
});
const dropIndex = (name: string, on = item): Operation => ({
  kind: "dropIndex",
  table: on,
  index: index(name, ["a"]),
});
const fill = (name: string, sql: string): Operation => ({
  kind: "backfill",
  table: item,
  set: { [name]: sqlExpression(sql) },
});
const createOwner: Operation = {
  kind: "createTable",
  table: table("owner", [required("id", "integer")]),
};
const counting = (name: string) => ({
  ...required(name, "integer"),
  generated: { kind: "increment" as const },
});
const view = (definition: string): Operation => ({
  kind: "createView",
  view: { name: "v", definition, materialized: false, indexes: [] },
});
const execute: Operation = { kind: "execute", sql: "SELECT 1" };

describe("two operations", () => {
  const cases: readonly (readonly [title: string, Operation, Operation, boolean])[] = [
    ["add two columns of a table", add("a"), add("b"), true],
    ["change two columns of a table", widen("a"), drop("b"), true],
    ["change the types of two columns", widen("a"), widen("b"), true],
    ["change one column", widen("a"), drop("a"), false],
    ["add a column and index another", add("a"), createIndex("ix", "b"), true],
    ["add a column and index it", add("a"), createIndex("ix", "a"), false],
    ["drop a column that a check does not name", drop("a"), createCheck("b > 0"), true],
    ["drop a column that a check names", drop("a"), createCheck("b > 0 OR A > 1"), false],
    ["change the key that a foreign key refers to", widen("id", owner), createKey, false],
    ["change another column of the table that is referred to", widen("x", owner), createKey, true],
    ["create a foreign key and the table it refers to", createKey, createOwner, false],
    [
      "drop an index and create one of its name elsewhere",
      dropIndex("IX", owner),
      createIndex("ix", "b"),
      false,
    ],
    ["fill a column and check it", fill("a", "1"), createCheck("a > 0"), false],
    ["fill a column and check another", fill("a", "1"), createCheck("b > 0"), true],
    ["fill a column from one that goes", fill("a", "b + 1"), drop("b"), false],
    [
      "fill a column from another table",
      fill("a", "(SELECT 1 FROM owner)"),
      add("x", owner),
      false,
    ],
    [
      "insert rows and create a unique index",
      { kind: "bulkInsert", table: item, rows: [] },
      { kind: "createIndex", table: item, index: index("ix", ["a"], { unique: true }) },
      false,
    ],
    ["change a table and a view that reads it", add("a"), view("SELECT b FROM item"), false],
    ["change a table and a view that does not", add("a"), view("SELECT b FROM owner"), true],
    ["run SQL and do anything else", execute, add("a"), false],
    [
      "do what a plugin knows and anything else",
      add("a"),
      { kind: "triggers:create" } as unknown as Operation,
      false,
    ],
    [
      "are batches of different tables",
      batch(item, [add("a"), drop("b")]),
      batch(owner, [drop("b", owner)]),
      true,
    ],
    [
      "are batches with a key between them",
      batch(item, [add("a"), createKey]),
      batch(owner, [widen("id", owner)]),
      false,
    ],
    [
      "move counting from one column to another",
      { kind: "addColumn", table: item, column: counting("a") },
      { kind: "dropColumn", table: item, column: counting("b") },
      false,
    ],
  ];

  function batch(on: typeof item, operations: readonly Operation[]): Operation {
    return { kind: "batchAlterTable", table: on, operations };
  }

  for (const [title, left, right, free] of cases) {
    it(`that ${title} ${free ? "commute" : "keep their order"}`, () => {
      expect(commutes(left, right)).to.equal(free);
      expect(commutes(right, left)).to.equal(free);
    });
  }
});

/** What moves operations, and those of which it is true: SQLite lets foreign keys point at what is not there. */
const rearrangements: readonly (readonly [
  title: string,
  rearrange: (operations: readonly Operation[]) => readonly AnyOperation[],
  isTied: (operation: Operation) => boolean,
])[] = [
  ["MySQL arranges a revision", arrangeForMysql, () => true],
  ["SQLite arranges a revision", arrangeForSqlite, (each) => !saysForeignKey(each)],
  ["changes of a table are held back", heldBack, () => true],
];

function saysForeignKey(operation: Operation): boolean {
  if (operation.kind === "createTable" || operation.kind === "dropTable")
    return operation.table.foreignKeys.length > 0;
  return "constraint" in operation && operation.constraint.kind === "foreignKey";
}

function heldBack(operations: readonly Operation[]): readonly AnyOperation[] {
  const around = { before: emptySchema, after: emptySchema, call: { stack: "" } };
  const items = operations.map((operation) => ({
    kind: "operation" as const,
    operation,
    ...around,
  }));
  return joinItems(items).flatMap((item) => (item.kind === "operation" ? [item.operation] : []));
}

describe("the law of operations that commute", () => {
  it("gives the same schema in either order", () => {
    const places = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 60, maxLength: 60 });
    const property = fc.property(arbitrarySchema(plainVocabulary), places, (schema, pairs) => {
      const possible = possibleOperations(schema);
      for (const pair of pairs) {
        const [left, right] = pair.flatMap((at) => possible[at % possible.length] ?? []);
        if (left !== undefined && right !== undefined && left !== right && commutes(left, right))
          expectSame(schema, left, right);
      }
    });
    fc.assert(property, runs);
  });

  it("lets a database follow the operations of a difference in every order that they allow", () => {
    const property = fc.property(
      arbitrarySchemaPair(plainVocabulary),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      ([from, to], chances) => {
        const { operations } = diff({ from, to });
        const moved = shuffle(operations, () => chances.next().value ?? 0);
        expect(normalize(performStrictly(from, moved))).to.deep.equal(normalize(to));
      },
    );
    fc.assert(property, runs);
  });

  it("lets the order of a difference stand, however its operations were found", () => {
    const property = fc.property(
      arbitrarySchemaPair(plainVocabulary),
      fc.infiniteStream(fc.nat({ max: 999 })),
      ([from, to], numbers) => {
        const operations = diff({ from, to }).operations.filter((each) => !comesAsFound(each));
        const mixed = operations
          .map((operation) => ({ operation, at: numbers.next().value ?? 0 }))
          .sort((left, right) => left.at - right.at)
          .map(({ operation }) => operation);
        expectOrdered(operations, order(mixed));
      },
    );
    fc.assert(property, runs);
  });

  for (const [title, rearrange, isTied] of rearrangements) {
    it(`moves nothing that does not commute where ${title}`, () => {
      const property = fc.property(arbitrarySchemaPair(plainVocabulary), ([from, to]) => {
        const operations = diff({ from, to }).operations.filter(isTied);
        expectOrdered(operations, rearrange(operations).flatMap(partsOf));
      });
      fc.assert(property, runs);
    });
  }
});

function expectSame(schema: Schema, left: Operation, right: Operation): void {
  const [one, other] = [
    [left, right],
    [right, left],
  ].map((operations) => {
    try {
      return normalize(applyAll(schema, operations));
    } catch (error) {
      throw new Error(JSON.stringify([left, right]), { cause: error });
    }
  });
  expect(one, JSON.stringify([left, right])).to.deep.equal(other);
}

/** Moves operations to earlier places, past those that they commute with. */
function shuffle(operations: readonly Operation[], chance: () => number): readonly Operation[] {
  const moved: Operation[] = [];
  for (const operation of operations) {
    const last = moved.findLastIndex((other) => !commutes(other, operation));
    const room = moved.length - last - 1;
    moved.splice(moved.length - Math.round(chance() * room), 0, operation);
  }
  return moved;
}

/**
 * Renames are found in the order in which each new name is free. A column whose enum changes may change twice, or both ways
 * between two enums: there the order is what was found.
 */
function comesAsFound(operation: Operation): boolean {
  if (operation.kind === "alterColumn")
    return [operation.from, operation.to].some(({ type }) => type.enumName !== undefined);
  return operation.kind.startsWith("rename");
}

/** No two that do not commute have changed places. What became part of a table is not looked for. */
function expectOrdered(before: readonly Operation[], after: readonly AnyOperation[]): void {
  const places = new Map(after.map((operation, at) => [operation, at]));
  for (const [at, first] of before.entries()) {
    for (const second of before.slice(at + 1)) {
      const [one = -1, other = Infinity] = [places.get(first), places.get(second)];
      if (one < other || commutes(first, second)) continue;
      expect.fail(`${JSON.stringify(second)} came before ${JSON.stringify(first)}`);
    }
  }
}
