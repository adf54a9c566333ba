import { expect } from "chai";
import { sqlite } from "../../../plugin/sqlite/index.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Column } from "../../../src/schema/column.js";
import { findTable } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { connectBetterSqlite, connectSqlite3 } from "../../support/connection-sqlite.js";
import { look, perform, workbench } from "../../../src/testing/workbench.js";
import { column } from "../../support/table.js";

const items =
  "CREATE TABLE items (id integer PRIMARY KEY, note text, place integer NOT NULL, spare text)";
const name = { name: "items" };

type Change = (table: Table) => readonly Operation[];

const alter =
  (of: string, change: Partial<Column>): Change =>
  ({ columns }) => {
    const from = columns.find((each) => each.name === of) ?? column(of);
    return [{ kind: "alterColumn", table: name, from, to: { ...from, ...change } }];
  };

const drop = (of: string): Change => {
  return ({ columns }) => {
    const gone = columns.find((each) => each.name === of) ?? column(of);
    return [{ kind: "dropColumn", table: name, column: gone }];
  };
};

const add = (given: Partial<Column>): Change => {
  const fresh = column("fresh", { type: { name: "text" }, nullable: true, ...given });
  return () => [{ kind: "addColumn", table: name, column: fresh }];
};

const unique: Change = () => [
  { kind: "createConstraint", table: name, constraint: { kind: "unique", columns: ["note"] } },
];

const index: Change = () => [
  {
    kind: "createIndex",
    table: name,
    index: { name: "by_note", keys: [{ column: "note" }], unique: false },
  },
];

const both =
  (...changes: readonly Change[]): Change =>
  (table) =>
    changes.flatMap((change) => change(table));

const cases: Readonly<Record<string, readonly [Change, readonly string[]]>> = {
  "a column more": [add({}), []],
  "a column with a constant default": [add({ default: { kind: "value", value: "x" } }), []],
  "a column with the moment as its default": [
    add({ default: { kind: "expression", sql: "CURRENT_TIMESTAMP" } }),
    ["REBUILDS_TABLE"],
  ],
  "another name": [() => [{ kind: "renameColumn", table: name, from: "note", to: "remark" }], []],
  "another type": [alter("place", { type: { name: "text" } }), ["REBUILDS_TABLE"]],
  "a column less": [drop("spare"), ["REBUILDS_TABLE"]],
  "a constraint": [unique, ["REBUILDS_TABLE"]],
  "an index": [index, ["LOCKS_TABLE"]],
  "several of these in one batch": [
    both(unique, alter("place", { nullable: true }), add({}), index),
    ["REBUILDS_TABLE"],
  ],
};

for (const connect of [connectBetterSqlite, connectSqlite3]) {
  describe(`what SQLite does to a large table (${connect.name})`, () => {
    for (const [title, [change, expected]] of Object.entries(cases)) {
      it(`is told as it does it: ${title}`, async () => {
        const connection = await connect(":memory:");
        await connection.query(items);
        const bench = await workbench(sqlite, connection);
        const state = await look(bench);
        const table = findTable(state, name);
        const operations = table === undefined ? [] : change(table);
        const batch: Operation = { kind: "batchAlterTable", table: name, operations };
        const told = sqlite.ddl.hazards?.(batch, { state, server: bench.server }) ?? [];
        expect(told.map(({ code }) => code)).to.deep.equal(expected);
        await perform(bench, [batch]);
        await connection.close();
      });
    }
  });
}
