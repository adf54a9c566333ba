import { findInGit } from "../directory/git.js";
import { hasCode, retell } from "../error/athanor-error.js";
import type { Project } from "./project.js";
import { setTimeout as sleep } from "node:timers/promises";
import type { OptionKinds } from "../config/option-kind.js";
import type { ResolvedEnvironment } from "../config/resolved-environment.js";
import type { Connection } from "../plugin/connection.js";
import type { Database } from "../plugin/database.js";
import type { Dialect } from "../plugin/dialect.js";
import type { SettledSession } from "../plugin/session.js";
import { interruptedBefore, untilInterrupted } from "../runner/wait/interrupt.js";
import type { OnProgress, RunTarget } from "../runner/run-request.js";
import { compact } from "../schema/compact.js";
import type { QualifiedName } from "../schema/name.js";
import { failedAmong } from "./failed-among.js";
import { rejectSharedTables, versionTableOf, versionTablesOf } from "./version-table.js";
import { watchConnection } from "./watched-connection.js";

/** One database of the environment, connected. */
export type DatabaseAccess = {
  /** `"default"` where there is one only. */
  readonly name: string;
  readonly database: Database;
  readonly dialect: Dialect;
  /** The session, where it had to be changed for the dialect's statements. */
  readonly settled?: SettledSession;
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
  /** Milliseconds to wait for a connection; 0: for ever. Default: the environment's. */
  readonly connectTimeout?: number;
  /** Milliseconds a statement may take; 0: for ever. Default: the environment's. */
  readonly statementTimeout?: number;
  readonly onProgress?: OnProgress;
  /** Ends the run before its next statement, rolled back. */
  readonly signal?: AbortSignal;
};

export const runKinds: OptionKinds<RunOptions> = {
  waitTimeout: "number",
  lockTimeout: "number",
  connectTimeout: "number",
  statementTimeout: "number",
  onProgress: "function",
  signal: "any",
};

/** How a connection is waited for. */
type Waiting = Pick<RunOptions, "connectTimeout" | "signal">;

/**
 * Does the work on each database of the environment, one after the other, and closes what was opened. The first that
 * fails ends it, and its error says what became of the others. `keepOpen`: more work follows.
 */
export async function eachDatabase<Result>(
  project: Project,
  work: (access: DatabaseAccess) => Promise<Result>,
  run: Waiting = {},
  ending: "close" | "keepOpen" = "close",
): Promise<readonly Result[]> {
  const { signal } = run;
  const environment = await untilInterrupted(signal, project.environment, interruptedBefore);
  await rejectSharedTables(environment);
  const names = Object.keys(environment.databases);
  const results: Result[] = [];
  try {
    for (const [name, database] of Object.entries(environment.databases)) {
      if ((await database.importsFiles?.()) ?? true) project.loader.answerForeignImports();
      results.push(await withConnection({ environment, name, database, run }, work));
    }
  } catch (error) {
    const [done, [failed = "", ...notBegun]] = [results.length, names.slice(results.length)];
    const explained = await explainUnknownRow(project, error);
    const { named } = environment;
    throw failedAmong(explained, { named, done: names.slice(0, done), failed, notBegun, results });
  } finally {
    if (ending === "close" || results.length < names.length) await closeAll(environment, signal);
  }
  return results;
}

/** What an interrupted run had begun to open may never be there to be closed. */
async function closeAll(
  { databases }: ResolvedEnvironment,
  signal: AbortSignal | undefined,
): Promise<void> {
  const closing = Promise.all(Object.values(databases).map((database) => database.close()));
  if (signal?.aborted !== true) return void (await closing);
  await Promise.race([closing.catch(() => undefined), sleep(1000, undefined, { ref: false })]);
}

export function targetOf(project: Project, access: DatabaseAccess, run: RunOptions): RunTarget {
  const { connection, dialect, name, versionTable, environment, settled } = access;
  const { now, random, user, version } = project.world;
  return {
    ...compact({ onProgress: run.onProgress, signal: run.signal, settled }),
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

type Reached = {
  readonly environment: ResolvedEnvironment;
  readonly name: string;
  readonly database: Database;
  readonly run: Waiting;
};

async function withConnection<Result>(
  { environment, name, database, run }: Reached,
  work: (access: DatabaseAccess) => Promise<Result>,
): Promise<Result> {
  const { signal } = run;
  const { dialect, connection: opened } = await untilInterrupted(
    signal,
    () => reach(environment, database, run),
    interruptedBefore,
  );
  const versionTable = versionTableOf(environment, name);
  const { connection, explain } = watchConnection(opened);
  try {
    const restore = await keepAlive(environment, dialect, connection);
    const settled = await dialect.session.settings?.settle(connection);
    const access = { name, database, dialect, connection, versionTable, environment };
    return await work({ ...access, ...compact({ settled }) }).finally(async () => {
      await settled?.leave().catch(() => undefined);
      await restore().catch(() => undefined);
    });
  } catch (error) {
    throw explain(dialect, error);
  } finally {
    await connection.close();
  }
}

async function reach(environment: ResolvedEnvironment, database: Database, run: Waiting) {
  const dialect = await database.dialect();
  const timeoutMilliseconds = run.connectTimeout ?? environment.connectTimeout;
  const connection = await database.connect(compact({ timeoutMilliseconds, signal: run.signal }));
  return { dialect, connection };
}

/** Behind a pooler that hands out sessions by transaction, a setting would stay with somebody else's session. */
async function keepAlive({ lock }: ResolvedEnvironment, dialect: Dialect, connection: Connection) {
  const mayKeep = lock.lease === undefined && dialect.session.keepAlive !== undefined;
  return mayKeep ? dialect.session.keepAlive(connection) : async (): Promise<void> => undefined;
}

/**
 * The same error with the place of the missing file, where the database is at a revision that git has on another branch
 * or in an earlier commit. Every other error is given back as it is.
 */
async function explainUnknownRow(project: Project, error: unknown): Promise<unknown> {
  if (!hasCode(error, "UNKNOWN_ROW")) return error;
  const [id] = error.facts.rows;
  if (id === undefined || project.modules !== undefined) return error;
  const { config, world } = project;
  const { versionLocations: folders } = config;
  const found = await findInGit({ id, folders, cwd: world.cwd, run: world.runCommand });
  if (found === undefined) return error;
  const { path, source, kind } = found;
  const where = kind === "branch" ? `on the branch "${source}"` : `in the commit ${source}`;
  const absent = kind === "branch" ? "" : " It was deleted since, and no branch has it.";
  return retell(error, {
    message: `The database is at "${id}", and no revision file has it. Git has the file ${where}: ${path}.${absent} Take it back from there.`,
    suggestions: [`git restore --source=${source} -- ${path}`, "athanor current -v"],
    facts: { ...error.facts, path, source },
    cause: error,
  });
}
