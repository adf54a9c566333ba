import { expect } from "chai";
import { mysql } from "../../../plugin/mysql/index.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Column } from "../../../src/schema/column.js";
import { findTable } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import { look, perform, workbench } from "../../../src/testing/workbench.js";
import { column } from "../../support/table.js";

const target = `CREATE TABLE target (id int PRIMARY KEY)`;
const items = `CREATE TABLE items (
  id int AUTO_INCREMENT PRIMARY KEY, short varchar(20) NOT NULL DEFAULT 'x', middle varchar(60), long_ varchar(200),
  note text, place int DEFAULT 3, at datetime NOT NULL, kind enum('a', 'b'), price decimal(10, 2), target int,
  twice int AS (place * 2) VIRTUAL, KEY by_place (place))`;

const name = { name: "items" };

/** One change to `items`, out of the table as it is. */
type Change = (table: Table) => Operation | readonly Operation[];

const alter =
  (of: string, change: Partial<Column>): Change =>
  ({ columns }) => {
    const from = columns.find((each) => each.name === of) ?? column(of);
    return { kind: "alterColumn", table: name, from, to: { ...from, ...change } };
  };

const add = (given: Partial<Column>): Operation => ({
  kind: "addColumn",
  table: name,
  column: column("fresh", { type: { name: "int" }, nullable: true, ...given }),
});

const drop =
  (of: string): Change =>
  ({ columns }) => ({
    kind: "dropColumn",
    table: name,
    column: columns.find((each) => each.name === of) ?? column(of),
  });

const index = (of: string, given = {}): Operation => ({
  kind: "createIndex",
  table: name,
  index: { name: "fresh_index", keys: [{ column: of }], unique: false, ...given },
});

const varchar = (length: number) => ({ type: { name: "varchar", length } });

const cases: Readonly<Record<string, Change>> = {
  "a column at the end": () => add({}),
  "a column with the moment as its default": () =>
    add({
      type: { name: "datetime" },
      default: { kind: "expression", sql: "CURRENT_TIMESTAMP" },
    }),
  "a column with an expression as its default": () =>
    add({ default: { kind: "expression", sql: "(1 + 1)" } }),
  "a column with a function as its default": () =>
    add({ default: { kind: "expression", sql: "(abs(1))" } }),
  "a column with a default out of another": () =>
    add({ default: { kind: "expression", sql: "(place + 1)" } }),
  "a stored computed column": () =>
    add({ generated: { kind: "expression", expression: "place + 1", stored: true } }),
  "a virtual computed column": () =>
    add({ generated: { kind: "expression", expression: "place + 1", stored: false } }),
  "a column less": drop("note"),
  "a virtual column less": drop("twice"),
  "another name": () => ({ kind: "renameColumn", table: name, from: "note", to: "remark" }),
  "a longer text": alter("short", varchar(60)),
  "a text that grows beyond 255 bytes": alter("middle", varchar(70)),
  "a long text that grows": alter("long_", varchar(300)),
  "a shorter text": alter("long_", varchar(100)),
  "a larger kind of text": alter("note", { type: { name: "longtext" } }),
  "a wider number": alter("place", { type: { name: "bigint" } }),
  "more digits": alter("price", { type: { name: "decimal", precision: 12, scale: 2 } }),
  "another default": alter("short", { default: { kind: "value", value: "y" } }),
  "a comment": alter("short", { comment: "short" }),
  "a column that may be empty from now on": alter("at", { nullable: true }),
  "a column that must be filled from now on": alter("note", { nullable: false }),
  "a value at the end of a list": alter("kind", {
    type: { name: "enum", values: ["a", "b", "c"] },
  }),
  "a list in another order": alter("kind", { type: { name: "enum", values: ["b", "a"] } }),
  "an index": () => index("short"),
  "a unique index": () => index("short", { unique: true }),
  "the first index for searching": () => index("note", { fulltext: true }),
  "a foreign key": () => ({
    kind: "createConstraint",
    table: name,
    constraint: {
      ...{ kind: "foreignKey", name: "fk", columns: ["target"], references: { name: "target" } },
      ...{ referencedColumns: ["id"], onDelete: "NO ACTION", onUpdate: "NO ACTION" },
    },
  }),
  "a check": () => ({
    kind: "createConstraint",
    table: name,
    constraint: { kind: "check", name: "placed", expression: "place < 100" },
  }),
  "a comment on the table": () => ({ kind: "alterTableComment", table: name, to: "items" }),
  "another row format": () => ({
    kind: "alterTableOptions",
    table: name,
    from: {},
    to: { rowFormat: "COMPRESSED" },
  }),
  "a column and an index together": () => [add({}), index("short")],
  "two columns together": (table) => [add({}), ...[drop("note")(table)].flat()],
};

async function tableId({ query }: Connection, database: string): Promise<unknown> {
  const [{ version = "" } = {}] = await query("SELECT VERSION() AS version");
  const catalog = /maria/i.test(String(version)) ? "INNODB_SYS_TABLES" : "INNODB_TABLES";
  const [row] = await query(
    `SELECT TABLE_ID AS id FROM information_schema.${catalog} WHERE NAME = '${database}/items'`,
  );
  return row?.["id"];
}

describeOnMysql("what ALTER TABLE does to a large table", () => {
  for (const [title, change] of Object.entries(cases)) {
    it(`is told as the server does it: ${title}`, () =>
      withMysqlDatabase(async (connection, database) => {
        await connection.query(target);
        await connection.query(items);
        await connection.query("INSERT INTO items (at, note, short) VALUES (now(), 'a', 'a')");
        const bench = await workbench(mysql, connection);
        const state = await look(bench);
        const table = findTable(state, name);
        const operations = table === undefined ? [] : [change(table)].flat();
        const batch: Operation = { kind: "batchAlterTable", table: name, operations };
        const told = mysql.ddl.hazards?.(batch, { state, server: bench.server }) ?? [];
        const before = await tableId(connection, database);
        await perform(bench, [batch]);
        const isNew = (await tableId(connection, database)) !== before;
        expect(told.map(({ code }) => code)).to.deep.equal(isNew ? ["REBUILDS_TABLE"] : []);
      })).timeout(60_000);
  }
});
