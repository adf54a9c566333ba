// What the log adds to an upgrade from scratch, in one process: `npx tsx bench/log.ts [revisions]`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgres } from "../plugin/postgres/index.js";
import { sqlite } from "../plugin/sqlite/index.js";
import type { Connection } from "../src/plugin/connection.js";
import type { Dialect } from "../src/plugin/dialect.js";
import type { TransactionMode } from "../src/runner/run-request.js";
import { run } from "../src/runner/run.js";
import { connectPostgres } from "../test/support/connection-postgres.js";
import { connectBetterSqlite } from "../test/support/connection-sqlite.js";
import { stopPostgres, withPostgresDatabase } from "../test/support/postgres.js";
import { upgradeRequest, type Scenario } from "../test/support/run-scenario.js";
import { cpuMilliseconds } from "./measure.js";

const [revisions = "1000", turns = "5"] = process.argv.slice(2);

/** What stands for a line of the log where there is to be none. */
const nothing = "-- no log";

type Run = (body: (connection: Connection) => Promise<number>) => Promise<number>;

/** SQLite works in this process, PostgreSQL beside it. */
const products: readonly (readonly [Dialect, Run, () => number])[] = [
  [sqlite, onSqlite, cpuMilliseconds],
  [postgres, onPostgres, () => performance.now()],
];

for (const [dialect, onEmpty, clock] of products) {
  for (const transaction of ["all", "each"] as const) {
    const [whole, without]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < Number(turns); turn += 1) {
      whole.push(await onEmpty((connection) => upgrade(connection, dialect, transaction, clock)));
      without.push(
        await onEmpty((connection) =>
          upgrade(deaf(connection), unlogged(dialect), transaction, clock),
        ),
      );
    }
    // The least: what else the machine does only adds.
    const [all, less] = [Math.min(...whole), Math.min(...without)];
    process.stdout.write(
      `upgrade of ${revisions} revisions of two statements, ${dialect.name}, transaction ${transaction}: ${all.toFixed(0)} ms, without the log ${less.toFixed(0)} ms, ratio ${(all / less).toFixed(2)}\n`,
    );
  }
}
await stopPostgres();

/** The dialect with a log that nothing is written to. */
function unlogged(dialect: Dialect): Dialect {
  const appendLog = () => ({ sql: nothing });
  return { ...dialect, store: { ...dialect.store, appendLog } };
}

/** The connection, to which that is not sent. */
function deaf(connection: Connection): Connection {
  const query: Connection["query"] = async (sql, parameters) =>
    sql === nothing ? [] : connection.query(sql, parameters);
  return { ...connection, query };
}

async function upgrade(
  connection: Connection,
  dialect: Dialect,
  transaction: TransactionMode,
  clock: () => number,
): Promise<number> {
  const request = { ...upgradeRequest(connection, scenario()), dialect, transaction };
  const begun = clock();
  await run(request);
  return clock() - begun;
}

function scenario(): Scenario {
  const all = Array.from({ length: Number(revisions) }, (_, n) => {
    const up: Scenario[string]["up"] = async (op) => {
      await op.execute(`CREATE TABLE t${n} (id integer PRIMARY KEY, name varchar(20))`);
      await op.execute(`CREATE INDEX i${n} ON t${n} (name)`);
    };
    return [`a${String(n).padStart(11, "0")}`, { up }] as const;
  });
  return Object.fromEntries(all);
}

async function onSqlite(body: (connection: Connection) => Promise<number>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "athanor-bench-log-"));
  const connection = connectBetterSqlite(join(folder, "app.db"));
  try {
    return await body(connection);
  } finally {
    await connection.close();
    await rm(folder, { recursive: true });
  }
}

function onPostgres(body: (connection: Connection) => Promise<number>): Promise<number> {
  return withPostgresDatabase(async (options) => {
    const connection = await connectPostgres(options);
    try {
      return await body(connection);
    } finally {
      await connection.close();
    }
  });
}
