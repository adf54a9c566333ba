import type { ResolvedEnvironment } from "../config/resolved-environment.js";
import type { Connection } from "../plugin/connection.js";
import type { Database } from "../plugin/database.js";
import type { Dialect } from "../plugin/dialect.js";
import type { OnProgress } from "../runner/progress.js";
import type { RunTarget } from "../runner/run-request.js";
import { compact } from "../schema/compact.js";
import type { QualifiedName } from "../schema/name.js";
import { failedAmong } from "./failed-among.js";
import { rejectSharedTables, versionTableOf, versionTablesOf } from "./version-table.js";
import type { Project } from "./project.js";

/** One database of the environment, connected. */
export type DatabaseAccess = {
  /** `"default"` where there is one only. */
  readonly name: string;
  readonly database: Database;
  readonly dialect: Dialect;
  readonly connection: Connection;
  readonly versionTable: QualifiedName;
  readonly environment: ResolvedEnvironment;
};

/** How a run is waited for, watched and ended. */
export type RunOptions = {
  /** Milliseconds to wait for another run to end. Default: the environment's `lock.timeout`. */
  readonly waitTimeout?: number;
  /** Milliseconds a statement may wait for a lock; 0: for ever. Default: the environment's. */
  readonly lockTimeout?: number;
  /** Milliseconds a statement may take; 0: for ever. Default: the environment's. */
  readonly statementTimeout?: number;
  readonly onProgress?: OnProgress;
  /** Ends the run before its next statement, rolled back. */
  readonly signal?: AbortSignal;
};

/**
 * Does the work on each database of the environment, one after the other, and closes what was opened. The first that
 * fails ends it, and its error says what became of the others.
 */
export async function eachDatabase<Result>(
  project: Project,
  work: (access: DatabaseAccess) => Promise<Result>,
): Promise<readonly Result[]> {
  const environment = await project.environment();
  await rejectSharedTables(environment);
  const names = Object.keys(environment.databases);
  const results: Result[] = [];
  try {
    for (const [name, database] of Object.entries(environment.databases)) {
      if ((await database.importsFiles?.()) ?? true) project.loader.answerForeignImports();
      results.push(await withConnection(environment, name, database, work));
    }
  } catch (error) {
    const [done, [failed = "", ...notBegun]] = [results.length, names.slice(results.length)];
    throw failedAmong(error, { done: names.slice(0, done), failed, notBegun, results });
  } finally {
    await Promise.all(Object.values(environment.databases).map((database) => database.close()));
  }
  return results;
}

export function targetOf(project: Project, access: DatabaseAccess, run: RunOptions): RunTarget {
  const { connection, dialect, name, versionTable, environment } = access;
  const { now, random, user, version } = project.world;
  return {
    ...compact({ onProgress: run.onProgress, signal: run.signal }),
    limits: compact({
      lockMilliseconds: run.lockTimeout ?? environment.lockTimeout,
      statementMilliseconds: run.statementTimeout ?? environment.statementTimeout,
    }),
    ...compact({ lease: environment.lock.lease }),
    lockRetries: environment.lockRetries,
    connection,
    dialect,
    kinds: environment.kinds,
    database: name,
    versionTable,
    otherVersionTables: versionTablesOf(environment).map((table) => table.name),
    lockTimeoutMilliseconds: run.waitTimeout ?? environment.lock.timeout,
    world: { now, random, user, version },
  };
}

async function withConnection<Result>(
  environment: ResolvedEnvironment,
  name: string,
  database: Database,
  work: (access: DatabaseAccess) => Promise<Result>,
): Promise<Result> {
  const dialect = await database.dialect();
  const connection = await database.connect();
  const versionTable = versionTableOf(environment, name);
  try {
    return await work({ name, database, dialect, connection, versionTable, environment });
  } finally {
    await connection.close();
  }
}
