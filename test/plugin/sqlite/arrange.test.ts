import { expect } from "chai";
import { arrange } from "../../../plugin/sqlite/arrange.js";
import type { Operation } from "../../../src/operation/operation.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import {
  check,
  column,
  foreignKey,
  index,
  required,
  table,
  unique,
} from "../../../src/testing/build-schema.js";

const a = { name: "a" };
const b = { name: "b" };

const add = (name: string): Operation => ({
  kind: "addColumn",
  table: a,
  column: column(name, "text"),
});
const drop = (name: string): Operation => ({
  kind: "dropColumn",
  table: a,
  column: column(name, "text"),
});
const alter = (name: string, owner = a): Operation => ({
  kind: "alterColumn",
  table: owner,
  from: column(name, "text"),
  to: column(name, "integer"),
});
const createIndex: Operation = { kind: "createIndex", table: a, index: index("ix", ["x"]) };
const dropIndex: Operation = { kind: "dropIndex", table: a, index: index("ix", ["x"]) };
const view = { name: "v", definition: "SELECT 1", materialized: false, indexes: [] };
const tableA = table("a", [required("id", "integer")]);
const toB = foreignKey("fk", ["id"], "b");

/** `a[alterColumn dropColumn]`: a batch on the table a; other operations by their kind. */
function shape(operations: readonly Operation[]): readonly string[] {
  return operations.map((operation) =>
    operation.kind === "batchAlterTable"
      ? `${operation.table.name}[${operation.operations.map(({ kind }) => kind).join(" ")}]`
      : operation.kind,
  );
}

describe("arranging operations for SQLite", () => {
  const cases: readonly {
    readonly title: string;
    readonly operations: readonly Operation[];
    readonly arranged: readonly string[];
  }[] = [
    {
      title: "leaves a single change as it is",
      operations: [alter("x")],
      arranged: ["alterColumn"],
    },
    {
      title: "leaves what ALTER TABLE does in place as it is",
      operations: [add("x"), add("y"), createIndex],
      arranged: ["addColumn", "addColumn", "createIndex"],
    },
    {
      title: "puts all changes of a table into one batch, at the place of the last",
      operations: [alter("x"), alter("x", b), drop("y"), alter("y", b), alter("z")],
      arranged: ["b[alterColumn alterColumn]", "a[alterColumn dropColumn alterColumn]"],
    },
    {
      title: "drops indexes before the batch and creates them after it",
      operations: [dropIndex, alter("x"), drop("y"), createIndex],
      arranged: ["dropIndex", "a[alterColumn dropColumn]", "createIndex"],
    },
    {
      title: "takes an index into the batch that would come too early outside of it",
      operations: [alter("x"), createIndex, drop("y")],
      arranged: ["a[alterColumn createIndex dropColumn]"],
    },
    {
      title: "makes a constraint part of its new table",
      operations: [
        { kind: "createTable", table: tableA },
        { kind: "createTable", table: table("b", [required("id", "integer")]) },
        { kind: "createConstraint", table: a, constraint: toB },
      ],
      arranged: ["createTable", "createTable"],
    },
    {
      title: "makes a constraint that goes first part of its dropped table",
      operations: [
        { kind: "dropConstraint", table: a, constraint: toB },
        { kind: "dropTable", table: tableA },
      ],
      arranged: ["dropTable"],
    },
    {
      title: "moves nothing over the rename of its table",
      operations: [
        alter("x"),
        alter("y"),
        { kind: "renameTable", from: a, to: { name: "c" } },
        alter("x", { name: "c" }),
      ],
      arranged: ["a[alterColumn alterColumn]", "renameTable", "alterColumn"],
    },
    {
      title: "moves nothing over SQL and views that may depend on it",
      operations: [
        { kind: "dropView", view },
        alter("x"),
        drop("y"),
        { kind: "createView", view },
        alter("z"),
        { kind: "execute", sql: "SELECT 1" },
      ],
      arranged: ["dropView", "a[alterColumn dropColumn]", "createView", "alterColumn", "execute"],
    },
  ];

  for (const { title, operations, arranged } of cases) {
    it(title, () => expect(shape(arrange(operations))).to.deep.equal(arranged));
  }

  it("keeps the constraint that it folds into a table", () => {
    const [created] = arrange([
      { kind: "createTable", table: tableA },
      { kind: "createConstraint", table: a, constraint: toB },
    ]);
    expect(created).to.deep.equal({
      kind: "createTable",
      table: { ...tableA, foreignKeys: [toB] },
    });
  });

  it("gives a list that reverses", () => {
    const arranged = arrange([
      { kind: "dropConstraint", table: a, constraint: unique("uq", "x") },
      alter("x"),
      { kind: "createConstraint", table: a, constraint: check("ck", "x > 1") },
      createIndex,
    ]);
    expect(shape(reverseAll(arranged))).to.deep.equal([
      "dropIndex",
      "a[dropConstraint alterColumn createConstraint]",
    ]);
  });
});
