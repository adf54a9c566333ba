import { expect } from "chai";
import { compile } from "../../../plugin/mysql/compile/compile.js";
import { inspect } from "../../../plugin/mysql/inspect/inspect.js";
import { quoteIdentifier, quoteName } from "../../../plugin/mysql/quote-name.js";
import { resumption } from "../../../plugin/mysql/resumption.js";
import { readServer } from "../../../plugin/mysql/server.js";
import { transactions } from "../../../plugin/mysql/transactions.js";
import { applyAll } from "../../../src/operation/apply.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Operations } from "../../../src/operation/operations.js";
import { createOperations } from "../../../src/operation/operations.js";
import type { OperationRequest } from "../../../src/operation/request.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Server } from "../../../src/plugin/catalog.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import type { Schema } from "../../../src/schema/schema.js";
import { findTable } from "../../../src/schema/schema.js";
import { withMysqlDatabase } from "../../support/connection-mysql.js";
import { arranged } from "../../../src/testing/contract.js";
import { differenceOf } from "../../support/difference.js";
import {
  itOnProduct,
  ofProduct,
  type ByProduct,
  type Product,
} from "../../support/mysql-product.js";

type Texts = readonly (readonly (string | null)[])[];

/** A change that a revision asks for, from a database as SQL has made it. */
export type ChangeCase = {
  readonly title: string;
  /** Default: both products. */
  readonly only?: Product;
  /** Tables and rows; the table looked at is `item`. */
  readonly before: readonly string[];
  readonly calls: (op: Operations) => Promise<void>;
  /** What SHOW CREATE TABLE says afterwards. */
  readonly shows?: ByProduct<readonly string[]>;
  /** What it does not say. */
  readonly hides?: readonly string[];
  /** The rows afterwards, as text, by the first column. Default: as before. */
  readonly rows?: Texts;
  /** The rows after the way back. Default: as before. */
  readonly rowsBack?: Texts;
  /** How many statements the calls come to. */
  readonly statements?: ByProduct<number>;
  /** The operations cannot be followed in memory to the letter: the server says expressions in its own words. */
  readonly inOwnWords?: boolean;
  /** There is no way back, or it needs what is lost. */
  readonly oneWay?: boolean;
  readonly table?: string;
};

/**
 * Makes the change, looks at table and rows, and goes back to what was there.
 *
 * `twice`: every definition is sent once more after it was carried out, as it is after a process died whose last statement
 * nobody saw the end of.
 */
export function itChanges(each: ChangeCase, twice = false): void {
  itOnProduct(each.title, each.only, () =>
    withMysqlDatabase(async (connection) => {
      const bench = await createBench(twice ? repeating(connection) : connection);
      for (const sql of each.before) await connection.query(sql);
      const [first, rows] = [await bench.look(), await bench.rows(each.table)];
      const { operations, statements } = await bench.call(each.calls);
      const last = await bench.look();
      await expectShown(connection, each);
      expect(await bench.rows(each.table), "rows").to.deep.equal(each.rows ?? rows);
      if (each.statements !== undefined)
        expect(statements.map(({ sql }) => sql)).to.have.length(await ofProduct(each.statements));
      if (each.inOwnWords !== true) expectSame(last, applyAll(first, operations), "followed");
      if (each.oneWay === true) return;
      await bench.run(reverseAll(operations));
      expectSame(await bench.look(), first, "back");
      expect(await bench.rows(each.table), "rows back").to.deep.equal(each.rowsBack ?? rows);
    }),
  );
}

function repeating(connection: Connection): Connection {
  return {
    ...connection,
    query: async (sql, parameters) => {
      const rows = await connection.query(sql, parameters);
      if (resumption.effectOf(sql) === "definition") await repeat(connection, sql, parameters);
      return rows;
    },
  };
}

async function repeat(connection: Connection, ...again: Parameters<Connection["query"]>) {
  try {
    await connection.query(...again);
  } catch (error) {
    const { code = "", message } = error as Error & { readonly code?: string };
    expect(resumption.isDone(again[0], { code, message }), `${message}\n${again[0]}`).to.equal(
      true,
    );
  }
}

function expectSame(left: Schema, right: Schema, what: string): void {
  expect(differenceOf(tidy(left), tidy(right)) ?? "", what).to.equal("");
}

// A primary key keeps the name it was given in memory only; lists have no order there.
function tidy(schema: Schema): Schema {
  const byName = <Item extends { readonly name?: string }>(list: readonly Item[]): Item[] =>
    [...list].sort((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
  const held = arranged(schema);
  const tables = byName(held.tables).map((table) => ({
    ...table,
    indexes: byName(table.indexes),
    checks: byName(table.checks),
    foreignKeys: byName(table.foreignKeys),
  }));
  return { ...held, tables, views: byName(held.views) };
}

async function expectShown(connection: Connection, each: ChangeCase): Promise<void> {
  const [row = {}] = await connection.query(
    `SHOW CREATE TABLE ${quoteIdentifier(each.table ?? "item")}`,
  );
  const text = String(row["Create Table"]);
  for (const part of await ofProduct(each.shows ?? [])) expect(text).to.contain(part);
  for (const part of each.hides ?? []) expect(text).not.to.contain(part);
}

export type Bench = {
  readonly server: Server;
  readonly look: () => Promise<Schema>;
  readonly rows: (table?: string) => Promise<Texts>;
  readonly call: (calls: (op: Operations) => Promise<void>) => Promise<Done>;
  readonly run: (operations: readonly Operation[]) => Promise<readonly Statement[]>;
};

export type Done = {
  readonly operations: readonly Operation[];
  readonly statements: readonly Statement[];
};

export async function createBench(connection: Connection): Promise<Bench> {
  const server = await readServer(connection);
  const look = (): Promise<Schema> => inspect(connection, server, {});
  await transactions.prepare(connection);
  const runOne = async (operation: Operation): Promise<readonly Statement[]> => {
    const state = (scope: Parameters<typeof inspect>[2]): Promise<Schema> =>
      inspect(connection, server, scope);
    const statements = await compile(operation, { server, state });
    for (const statement of statements) await runStatement(connection, statement);
    return statements.filter(({ guard }) => guard === undefined);
  };
  const run = async (operations: readonly Operation[]): Promise<readonly Statement[]> => {
    const done: Statement[] = [];
    for (const operation of operations) done.push(...(await runOne(operation)));
    return done;
  };
  return {
    server,
    look,
    run,
    rows: async (table = "item") => readRows(connection, await look(), table),
    call: (calls) => callAll(calls, look, run),
  };
}

async function callAll(
  calls: (op: Operations) => Promise<void>,
  look: () => Promise<Schema>,
  run: Bench["run"],
): Promise<Done> {
  const operations: Operation[] = [];
  const statements: Statement[] = [];
  const submit = async (request: OperationRequest): Promise<void> => {
    const operation = request.complete(await look()) as Operation;
    operations.push(operation);
    statements.push(...(await run([operation])));
  };
  const refuse = (): never => {
    throw new Error("Only operations can be called here.");
  };
  await calls(
    createOperations({
      submit,
      query: refuse,
      manager: refuse,
      autocommit: refuse,
      facts: { dialect: "mysql", database: "default", offline: false, arguments: {} },
    }),
  );
  return { operations, statements };
}

async function runStatement(connection: Connection, statement: Statement): Promise<void> {
  const { sql, parameters, guard } = statement;
  try {
    const rows = await connection.query(sql, parameters);
    if (guard !== undefined && rows.length > 0)
      throw new Error(`${guard.code}: ${guard.message} ${JSON.stringify(rows)}`);
  } catch (error) {
    throw error instanceof Error
      ? Object.assign(error, { message: `${error.message}\n${sql}` })
      : error;
  }
}

// Hidden columns too, and every value as the server writes it.
async function readRows(connection: Connection, schema: Schema, name: string): Promise<Texts> {
  const table = findTable(schema, { name });
  if (table === undefined) return [];
  const list = table.columns.map(({ name: column, type }) =>
    /binary|blob|bit/.test(type.name)
      ? `HEX(${quoteIdentifier(column)})`
      : `CONCAT(${quoteIdentifier(column)})`,
  );
  const names = [...list.keys()].map((at) => `c${at}`);
  const columns = list.map((sql, at) => `${sql} AS c${at}`).join(", ");
  const rows = await connection.query(
    `SELECT ${columns} FROM ${quoteName(table)} ORDER BY ${quoteIdentifier(table.columns[0]?.name ?? "")}`,
  );
  return rows.map((row) => names.map((key) => (row[key] === null ? null : String(row[key]))));
}
