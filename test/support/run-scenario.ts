import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqlite } from "../../plugin/sqlite/index.js";
import type { Operations } from "../../src/operation/operations.js";
import type { Connection } from "../../src/plugin/connection.js";
import { createGraph } from "../../src/revision/graph.js";
import type { RevisionModule } from "../../src/revision/revision-module.js";
import { planDowngrade } from "../../src/revision/downgrade.js";
import { planUpgrade } from "../../src/revision/upgrade.js";
import type { RunRequest } from "../../src/runner/run-request.js";
import type { RunResult } from "../../src/runner/run-record.js";
import { run } from "../../src/runner/run.js";
import { connectBetterSqlite } from "./connection-sqlite.js";

type Body = (op: Operations) => Promise<void> | void;

/** Revisions by id, each on the one before it. */
export type Scenario = Readonly<
  Record<string, { readonly up: Body; readonly down?: Body; readonly transaction?: boolean }>
>;

export type Database = {
  readonly connection: Connection;
  readonly file: string;
  readonly upgrade: (scenario: Scenario, options?: Partial<RunRequest>) => Promise<RunResult>;
  readonly downgrade: (
    scenario: Scenario,
    target: string,
    options?: Partial<RunRequest>,
  ) => Promise<RunResult>;
  /** Everything that is in the database: definitions and rows. */
  readonly dump: () => Promise<unknown>;
};

/** Runs the body with a database file of its own. */
export async function withDatabase(body: (database: Database) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "athanor-run-"));
  const file = join(folder, "app.db");
  const connection = connectBetterSqlite(file);
  try {
    await body({
      connection,
      file,
      upgrade: (scenario, options) => run({ ...upgradeRequest(connection, scenario), ...options }),
      downgrade: (scenario, target, options) =>
        run({ ...downgradeRequest(connection, scenario, target), ...options }),
      dump: () => dump(connection),
    });
  } finally {
    await connection.close();
    await rm(folder, { recursive: true });
  }
}

export function upgradeRequest(
  connection: Connection,
  scenario: Scenario,
  target = "head",
): RunRequest {
  const graph = graphOf(scenario);
  return {
    ...common(connection, scenario),
    direction: "upgrade",
    plan: (rows) => planUpgrade(graph, rows, target),
  };
}

export function downgradeRequest(
  connection: Connection,
  scenario: Scenario,
  target: string,
): RunRequest {
  const graph = graphOf(scenario);
  return {
    ...common(connection, scenario),
    direction: "downgrade",
    plan: (rows) => planDowngrade(graph, rows, target),
  };
}

function common(
  connection: Connection,
  scenario: Scenario,
): Omit<RunRequest, "plan" | "direction"> {
  return {
    connection,
    dialect: sqlite,
    database: "default",
    versionTable: { name: "athanor_version" },
    lockTimeoutMilliseconds: 5000,
    world: { now: () => new Date(0), random: () => 0, user: "tester@here", version: "0.0.0" },
    load: async ({ id }) => ({ module: moduleOf(scenario, id), checksum: `sum-${id}` }),
    arguments: {},
    transaction: "all",
  };
}

function graphOf(scenario: Scenario) {
  const ids = Object.keys(scenario);
  return createGraph(
    ids.map((id, at) => ({
      id,
      down: ids.slice(Math.max(at - 1, 0), at),
      labels: [],
      dependsOn: [],
      message: `does ${id}`,
      created: "",
      path: `${id}.ts`,
    })),
  );
}

function moduleOf(scenario: Scenario, id: string): RevisionModule {
  const { up, down = () => undefined, transaction } = scenario[id] ?? { up: () => undefined };
  const module = { revision: id, upgrade: up, downgrade: down };
  return transaction === undefined ? module : { ...module, transaction };
}

async function dump(connection: Connection): Promise<unknown> {
  const objects = await connection.query("SELECT type, name, sql FROM sqlite_schema ORDER BY name");
  const tables = objects.filter(({ type }) => type === "table").map(({ name }) => String(name));
  const rows = [];
  for (const table of tables)
    rows.push([table, await connection.query(`SELECT * FROM "${table}"`)]);
  return { objects, rows };
}
