// Goes a way through a history on one database, and kills itself at one of its statements:
// `node kill-child.mjs REQUEST`, see `ChildRequest` in kill.ts. Bundled before: it starts hundreds of times.
import Database from "better-sqlite3";
import mysql2 from "mysql2/promise";
import pg from "pg";
import { mysql } from "../../plugin/mysql/index.ts";
import { postgres } from "../../plugin/postgres/index.ts";
import { sqlite } from "../../plugin/sqlite/index.ts";
import { planDowngrade } from "../../src/revision/downgrade.ts";
import { createGraph } from "../../src/revision/graph.ts";
import { planUpgrade } from "../../src/revision/upgrade.ts";
import { run } from "../../src/runner/run.ts";

const request = JSON.parse(process.argv[2]);
const { address, revisions, direction, target, transaction, lease, death } = request;

const databases = {
  sqlite: { dialect: sqlite, open: () => openSqlite(address.file) },
  postgres: { dialect: postgres, open: () => openPostgres(address.options) },
  mysql: { dialect: mysql, open: () => openMysql(address.options) },
};

const { dialect, open } = databases[address.kind];
const sent = [];
const connection = mortal(await connect());
const graph = createGraph(revisions.map(({ revision }) => revision));
const modules = new Map();
for (const { revision, module } of revisions) modules.set(revision.id, await import(module));

const plan = { upgrade: planUpgrade, downgrade: planDowngrade }[direction];
const { applied } = await run({
  connection,
  dialect,
  database: "default",
  versionTable: { name: "athanor_version" },
  lockTimeoutMilliseconds: 60_000,
  world: { now: () => new Date(0), random: Math.random, user: "victim", version: "0.0.0" },
  plan: (rows) => plan(graph, rows, target),
  load: async ({ id }) => ({ module: modules.get(id), checksum: id }),
  arguments: {},
  transaction,
  ...(lease === undefined ? {} : { lease }),
});
await connection.close();
process.stdout.write(JSON.stringify({ applied: applied.length, statements: sent }));

/** A connection whose process dies at the statement with the given number. */
function mortal(living) {
  const step =
    (send, name) =>
    async (...parameters) => {
      sent.push(name ?? parameters[0]);
      const moment = sent.length === death?.statement ? death.moment : undefined;
      if (moment === "before") die();
      const answer = send(...parameters);
      if (moment === "sent") die();
      const result = await answer;
      if (moment === "after") die();
      return result;
    };
  return {
    ...living,
    query: step(living.query),
    begin: step(living.begin),
    commit: step(living.commit, "COMMIT"),
    rollback: step(living.rollback, "ROLLBACK"),
  };
}

function die() {
  process.kill(process.pid, "SIGKILL");
}

async function connect() {
  const { query, close } = await open();
  const send = async (sql) => void (await query(sql));
  return {
    dialect: address.kind,
    query,
    begin: send,
    commit: () => send("COMMIT"),
    rollback: () => send("ROLLBACK"),
    open: connect,
    url: address.kind,
    close,
  };
}

function openSqlite(file) {
  const database = new Database(file);
  const query = async (sql, parameters = []) => {
    const statement = database.prepare(sql);
    return statement.reader ? statement.all(...parameters) : (statement.run(...parameters), []);
  };
  return { query, close: async () => void database.close() };
}

async function openPostgres(options) {
  const client = new pg.Client(options);
  await client.connect();
  const query = async (sql, parameters = []) => (await client.query(sql, [...parameters])).rows;
  return { query, close: () => client.end() };
}

async function openMysql(options) {
  const client = await mysql2.createConnection(options);
  const query = async (sql, parameters = []) => {
    const [rows] = await client.query(sql, [...parameters]);
    return Array.isArray(rows) ? rows : [];
  };
  return { query, close: () => client.end() };
}
