import { expect } from "chai";
import { arrange } from "../../../plugin/mysql/arrange.js";
import type { Operation } from "../../../src/operation/operation.js";
import { column, foreignKey, index, table } from "../../../src/testing/build-schema.js";

const named = (name: string) => ({ name });
const add = (owner: string, name: string): Operation => ({
  kind: "addColumn",
  table: named(owner),
  column: column(name, "int"),
});
const widen = (owner: string, name: string): Operation => ({
  kind: "alterColumn",
  table: named(owner),
  from: column(name, "int"),
  to: column(name, "bigint"),
});
const key = foreignKey("fk", ["owner"], "owner");
const dropKey: Operation = { kind: "dropConstraint", table: named("item"), constraint: key };
const createKey: Operation = { kind: "createConstraint", table: named("item"), constraint: key };
const createIndex: Operation = {
  kind: "createIndex",
  table: named("item"),
  index: index("ix", ["owner"]),
};
const batch = (owner: string, ...operations: readonly Operation[]): Operation => ({
  kind: "batchAlterTable",
  table: named(owner),
  operations,
});
const item = table("item", [column("id", "int"), column("owner", "int")], { foreignKeys: [key] });

type Arrangement = {
  readonly title: string;
  readonly given: readonly Operation[];
  readonly expected: readonly Operation[];
};

const arrangements: readonly Arrangement[] = [
  {
    title: "joins the changes of each table, at the place of the last",
    given: [add("item", "a"), add("other", "b"), widen("item", "c"), createIndex],
    expected: [add("other", "b"), batch("item", add("item", "a"), widen("item", "c"), createIndex)],
  },
  {
    title: "leaves a single change as it is",
    given: [add("item", "a"), add("other", "b")],
    expected: [add("item", "a"), add("other", "b")],
  },
  {
    title: "drops a foreign key before the columns that it refers to change, and creates it after",
    given: [dropKey, widen("owner", "id"), widen("item", "owner"), createKey],
    expected: [dropKey, widen("owner", "id"), batch("item", widen("item", "owner"), createKey)],
  },
  {
    title: "creates the table that a foreign key refers to before the key",
    given: [
      add("item", "a"),
      { kind: "createTable", table: table("owner", [column("id", "int")]) },
      createKey,
    ],
    expected: [
      { kind: "createTable", table: table("owner", [column("id", "int")]) },
      batch("item", add("item", "a"), createKey),
    ],
  },
  {
    title: "puts the indexes of a new table into it",
    given: [{ kind: "createTable", table: item }, createIndex, add("other", "a")],
    expected: [
      { kind: "createTable", table: { ...item, indexes: [index("ix", ["owner"])] } },
      add("other", "a"),
    ],
  },
  {
    title: "moves nothing past the author's own SQL",
    given: [add("item", "a"), { kind: "execute", sql: "UPDATE item SET a = 1" }, add("item", "b")],
    expected: [
      add("item", "a"),
      { kind: "execute", sql: "UPDATE item SET a = 1" },
      add("item", "b"),
    ],
  },
];

describe("MySQL arranges operations and", () => {
  for (const { title, given, expected } of arrangements) {
    it(title, () => {
      expect(arrange(given)).to.deep.equal(expected);
    });
  }
});
