// npx tsx bench/columns.ts [columns] [sqlite|postgres|mariadb ...]: many changed columns in one revision, each a call of
// op.alterColumn, against the very statements that the run sends, sent without it.
import { mysql } from "../plugin/mysql/index.js";
import { postgres } from "../plugin/postgres/index.js";
import { sqlite } from "../plugin/sqlite/index.js";
import type { Operations } from "../src/operation/operations.js";
import type { Connection } from "../src/plugin/connection.js";
import type { Dialect } from "../src/plugin/dialect.js";
import { run } from "../src/runner/run.js";
import { connectMysql, withMysqlDatabase } from "../test/support/connection-mysql.js";
import { connectPostgres } from "../test/support/connection-postgres.js";
import { connectBetterSqlite } from "../test/support/connection-sqlite.js";
import { stopPostgres, withPostgresDatabase } from "../test/support/postgres.js";
import { upgradeRequest } from "../test/support/run-scenario.js";
import { median } from "./measure.js";

const [count = "5000", ...products] = process.argv.slice(2);
const width = 100;
const tables = Array.from({ length: Math.ceil(Number(count) / width) }, (_, at) => `t${at}`);
const columns = Array.from({ length: width }, (_, at) => `c${at}`);

type Place = {
  readonly dialect: Dialect;
  /** Runs the body on a connection to an empty database. */
  readonly within: (body: (connection: Connection) => Promise<void>) => Promise<void>;
};

const places: Readonly<Record<string, Place>> = {
  sqlite: { dialect: sqlite, within: async (body) => body(await connectBetterSqlite(":memory:")) },
  postgres: {
    dialect: postgres,
    within: (body) => withPostgresDatabase(async (server) => body(await connectPostgres(server))),
  },
  mariadb: {
    dialect: mysql,
    within: (body) =>
      withMysqlDatabase(async (_, database) => body(await connectMysql({ database }))),
  },
};

for (const product of products.length === 0 ? Object.keys(places) : products) {
  const place = places[product];
  if (place === undefined) throw new Error(`no such product: ${product}`);
  const ours: number[] = [];
  const bare: number[] = [];
  let sent: readonly string[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    sent = [];
    ours.push(
      await measure(place, async (connection) => {
        sent = await upgrade(connection, place.dialect);
      }),
    );
    bare.push(await measure(place, (connection) => send(connection, place.dialect, sent)));
  }
  const [whole, least] = [median(ours), median(bare)];
  process.stdout.write(
    `${product}, ${count} columns of ${tables.length} tables, ${sent.length} statements: ${whole.toFixed(0)} ms; the statements alone ${least.toFixed(0)} ms; ${(whole / least).toFixed(2)} times\n`,
  );
}
await stopPostgres();

async function upgrade(connection: Connection, dialect: Dialect): Promise<readonly string[]> {
  const sent: string[] = [];
  await run({
    ...upgradeRequest(connection, { a: { up: widen } }),
    dialect,
    onProgress: (event) => {
      if (event.kind === "statementFinished") sent.push(event.sql);
    },
  });
  return sent;
}

async function widen(op: Operations): Promise<void> {
  for (const table of tables) {
    for (const column of columns) await op.alterColumn(table, column, { length: 9 });
  }
}

async function measure(
  { within }: Place,
  body: (connection: Connection) => Promise<void>,
): Promise<number> {
  let milliseconds = 0;
  await within(async (connection) => {
    const list = columns.map((column) => `${column} varchar(8)`).join(", ");
    for (const table of tables) await connection.query(`CREATE TABLE ${table} (${list})`);
    const begun = performance.now();
    await body(connection);
    milliseconds = performance.now() - begun;
    await connection.close();
  });
  return milliseconds;
}

async function send(
  connection: Connection,
  { session: { transactions } }: Dialect,
  statements: readonly string[],
): Promise<void> {
  const back = await transactions.prepare(connection);
  await connection.begin(transactions.begin);
  for (const sql of statements) await connection.query(sql);
  await connection.commit();
  await back();
}
