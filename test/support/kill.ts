import { execFile } from "node:child_process";
import type { Connection } from "../../src/plugin/connection.js";
import { planDowngrade } from "../../src/revision/downgrade.js";
import { createGraph } from "../../src/revision/graph.js";
import type { RevisionModule } from "../../src/revision/revision-module.js";
import { planUpgrade } from "../../src/revision/upgrade.js";
import type { RunRequest } from "../../src/runner/run-request.js";
import { run } from "../../src/runner/run.js";
import { compact } from "../../src/schema/compact.js";
import type { Address } from "./kill-database.js";
import type { KillHistory, KnownRevision } from "./kill-history.js";

/** When a process dies: at its statement with this number, from 1; `sent`: when it is sent, before there is an answer. */
export type Death = { readonly statement: number; readonly moment: "before" | "sent" | "after" };

/** A way through the history. */
export type Way = {
  readonly direction: "upgrade" | "downgrade";
  readonly transaction: "all" | "each" | "none";
  /** Keeps the lock as a row with a lease of so many milliseconds. Left out: with a session. */
  readonly lease?: number;
  /** Whoever comes after goes back to where the way began. Left out: to its end. */
  readonly turnsBack?: true;
};

/** What a process of its own is told. */
type ChildRequest = Way & {
  readonly address: Address;
  readonly revisions: readonly KnownRevision[];
  readonly target: string;
  readonly death?: Death;
};

/** The statements that the way takes when nobody is killed, in their order, and what the database is like then. */
export function whenNobodyDies(
  history: KillHistory,
  way: Way,
): Promise<{ readonly statements: readonly string[]; readonly expected: unknown }> {
  return onCopy(history, way, async (address) => {
    const { statements } = await inChild(history, way, address);
    const connection = await history.database.connect(address);
    try {
      if (way.turnsBack) await run(requestOf(history, heirOf(way), connection));
      return { statements, expected: await dump(history, way, connection) };
    } finally {
      await connection.close();
    }
  });
}

/** How many revisions each of several processes has applied that set out at once. */
export function appliedTogether(
  history: KillHistory,
  way: Way,
  processes: number,
): Promise<readonly number[]> {
  const all = Array.from({ length: processes });
  return onCopy(history, way, async (address) => {
    const ended = await Promise.all(all.map(() => inChild(history, way, address)));
    return ended.map(({ applied }) => applied);
  });
}

/** What the database is like after the way, gone by a process that was killed and once more from there. */
export function afterDeath(history: KillHistory, way: Way, death: Death): Promise<unknown> {
  return onCopy(history, way, async (address) => {
    const { signal } = await inChild(history, way, address, death);
    if (signal !== "SIGKILL") throw new Error(`Nobody died: ${JSON.stringify(death)}`);
    const connection = await history.database.connect(address);
    try {
      if (way.lease !== undefined) await endLease(history, connection);
      await run(requestOf(history, heirOf(way), connection));
      return await dump(history, way, connection);
    } finally {
      await connection.close();
    }
  });
}

function heirOf(way: Way): Way {
  if (way.turnsBack !== true) return way;
  return { ...way, direction: way.direction === "upgrade" ? "downgrade" : "upgrade" };
}

/** As if it had run out: the heir of a process that was killed waits for it. There is none before the first run. */
async function endLease({ database }: KillHistory, connection: Connection): Promise<void> {
  const isThere = await database.dialect.store.exists(connection, { name: "athanor_lock" });
  if (isThere) await connection.query("UPDATE athanor_lock SET expires_at = 0");
}

async function onCopy<Result>(
  { database, starts }: KillHistory,
  { direction }: Way,
  body: (address: Address) => Promise<Result>,
): Promise<Result> {
  const address = await database.copy(starts[direction]);
  try {
    return await body(address);
  } finally {
    await database.drop(address);
  }
}

type Ended = {
  readonly signal: string | undefined;
  readonly applied: number;
  /** What it sent to the database. */
  readonly statements: readonly string[];
};

function inChild(history: KillHistory, way: Way, address: Address, death?: Death): Promise<Ended> {
  const { revisions, program } = history;
  const target = targetOf(history, way);
  const request: ChildRequest = { ...way, ...compact({ death }), address, revisions, target };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, JSON.stringify(request)], (failure, stdout, stderr) => {
      const signal = failure?.signal ?? undefined;
      if (failure !== null && signal === undefined) reject(new Error(stderr));
      else {
        const told = stdout === "" ? { applied: 0, statements: [] } : (JSON.parse(stdout) as Ended);
        resolve({ ...told, signal });
      }
    });
  });
}

/** Up to the end, or down to where the upgrade begins; never relative, for a way may be begun twice. */
function targetOf({ revisions }: KillHistory, { direction }: Way): string {
  const first = revisions.find(({ revision }) => revision.down.length === 0);
  return direction === "upgrade" ? "head" : String(first?.revision.id);
}

function requestOf(history: KillHistory, way: Way, connection: Connection): RunRequest {
  const { database, revisions } = history;
  const { direction, transaction, lease } = way;
  const graph = createGraph(revisions.map(({ revision }) => revision));
  const plan = { upgrade: planUpgrade, downgrade: planDowngrade }[direction];
  const modules = new Map(revisions.map(({ revision, module }) => [revision.id, module]));
  return {
    connection,
    dialect: database.dialect,
    database: "default",
    versionTable: { name: "athanor_version" },
    lockTimeoutMilliseconds: 60_000,
    world: { now: () => new Date(0), random: Math.random, user: "heir", version: "0.0.0" },
    direction,
    plan: (rows) => plan(graph, rows, targetOf(history, way)),
    load: async ({ id }) => ({
      module: (await import(String(modules.get(id)))) as RevisionModule,
      checksum: id,
    }),
    arguments: {},
    transaction,
    ...compact({ lease }),
  };
}

/** Definitions and rows. Of the log what was done, each once; not by whom and when. Who turns back may have done less. */
async function dump(
  { database }: KillHistory,
  { turnsBack }: Way,
  connection: Connection,
): Promise<unknown> {
  const { dialect } = database;
  const server = await dialect.catalog.server(connection);
  const inspected = await dialect.catalog.inspect(connection, server, {});
  const tables = inspected.tables.filter(({ name }) => !(turnsBack && isOfAttempts(name)));
  const schema = { ...inspected, tables };
  const rows: Record<string, readonly string[]> = {};
  for (const table of schema.tables) {
    if (table.name === "athanor_lock") continue; // Its owner is another every time.
    const all = await dialect.catalog.readRows(connection, table);
    const told = table.name === "athanor_log" ? all.map(logEntry) : all;
    // Every copy has another name, and an ORM may write it down.
    const nameless = (text: string): string => text.replaceAll(server.database ?? "", "the copy");
    rows[table.name] = told.map((row) => nameless(JSON.stringify(row))).sort();
  }
  return { schema, rows };
}

/** What differs with how far the first has come, though nothing of it is left. */
const isOfAttempts = (table: string): boolean =>
  table === "athanor_log" || table === "athanor_journal";

const logEntry = (line: Readonly<Record<string, unknown>>): object => ({
  revision: line["revision"],
  direction: line["direction"],
  outcome: line["outcome"],
  checksum: line["outcome"] === "done" ? "" : line["checksum"],
});
