import { resolve } from "node:path";
import {
  loadDataSource,
  type DataSourceLike,
  type QueryRunnerLike,
} from "../directory/data-source.js";
import type { FileSystem } from "../directory/file-system.js";
import type { Loader } from "../loading/load-module.js";
import { AthanorError } from "../error/athanor-error.js";
import type { Database } from "../plugin/database.js";
import type { PluginKinds } from "../plugin/plugin.js";
import { compact } from "../schema/compact.js";
import { parseDuration } from "./duration.js";
import type { Environment, EnvironmentContext } from "./environment.js";
import { findEnvironment } from "./find-environment.js";
import { isDatabase } from "./is-database.js";
import type { ResolvedConfig } from "./resolved-config.js";
import type { ResolvedEnvironment } from "./resolved-environment.js";
import { validate } from "./validate.js";

export type EnvironmentRequest = EnvironmentContext & {
  readonly config: ResolvedConfig;
  /** `--data-source`: a file, or `file#export`, relative to `cwd`, or the data source itself; its database stands in for those of `env.ts`. */
  readonly dataSource?: string | DataSourceLike | QueryRunnerLike;
  /** Absolute path of the working directory. */
  readonly cwd: string;
  readonly loader: Loader;
  /** What `typeorm` of `athanor/typeorm` does; handed in because this room knows no ORM. */
  readonly connectDataSource: (dataSource: unknown) => Database | Promise<Database>;
  readonly fileSystem: FileSystem;
};

async function readEnvironment(path: string, request: EnvironmentRequest): Promise<Environment> {
  const exported = (await request.loader.load(path))["default"];
  const { arguments: given, command, tag } = request;
  const context: EnvironmentContext = { arguments: given, command, ...compact({ tag }) };
  const held = await request.loader.run(path, () =>
    typeof exported === "function"
      ? (exported as (context: EnvironmentContext) => unknown)(context)
      : exported,
  );
  const { environmentSchema } = await import("./environment-schema.js");
  validate(environmentSchema, held, { kind: "file", name: "the environment", file: path });
  return held;
}

function missingEnvironment({ config, command }: EnvironmentRequest): AthanorError {
  return new AthanorError({
    code: "ENVIRONMENT_NOT_FOUND",
    message: `There is no "env.ts" in "${config.scriptLocation}", so it is not known which database is meant.`,
    suggestions: ["athanor init", `athanor ${command} --data-source FILE`],
    facts: { scriptLocation: config.scriptLocation },
  });
}

async function connect(
  given: string | DataSourceLike | QueryRunnerLike,
  request: EnvironmentRequest,
): Promise<Database> {
  if (typeof given !== "string") return request.connectDataSource(given);
  const dataSource = await loadDataSource(request.loader, resolve(request.cwd, given));
  return request.connectDataSource(dataSource);
}

function complete(environment: Environment, file?: string): ResolvedEnvironment {
  const {
    databases,
    lock,
    connectTimeout,
    lockTimeout,
    statementTimeout,
    rewrite = [],
    plugins = [],
    ...rest
  } = compact(environment);
  const single = isDatabase(databases);
  return {
    origin: { ...compact({ file }), keys: keysOf(environment) },
    versionTable: "athanor_version",
    transaction: "all",
    lockRetries: 5,
    compareType: true,
    compareDefault: true,
    compareComment: true,
    unmanaged: "keep",
    renames: [],
    ...rest,
    databases: single ? { default: databases } : databases,
    named: !single,
    plugins,
    kinds: Object.assign({}, ...plugins.map(({ kinds }) => kinds)) as PluginKinds,
    lock: {
      timeout: milliseconds(lock?.timeout ?? "60s"),
      ...(lock?.kind === "row" ? { lease: milliseconds(lock.lease ?? "60s") } : {}),
    },
    lockTimeout: milliseconds(lockTimeout ?? "3s"),
    ...(connectTimeout === undefined ? {} : { connectTimeout: milliseconds(connectTimeout) }),
    ...(statementTimeout === undefined ? {} : { statementTimeout: milliseconds(statementTimeout) }),
    rewrite: typeof rewrite === "function" ? [rewrite] : rewrite,
  };
}

/** `lock.timeout` for a key inside of another. */
function keysOf(environment: Environment): readonly string[] {
  return Object.entries(compact(environment)).flatMap(([key, value]) =>
    key === "lock" ? Object.keys(compact(value as object)).map((inner) => `lock.${inner}`) : [key],
  );
}

/** Of a duration that was validated. */
function milliseconds(duration: string | number): number {
  return parseDuration(duration) ?? 0;
}

/**
 * The environment that a command acts in: `env.*` of the script location, run, validated and completed.
 *
 * With `dataSource` that file's database takes the place of the databases of `env.*`, and `env.*` may be missing.
 *
 * @throws AthanorError `ENVIRONMENT_NOT_FOUND`, `UNKNOWN_KEY`, `INVALID_VALUE`, `DATA_SOURCE_NOT_FOUND`,
 * `AMBIGUOUS_DATA_SOURCE`, or what loading throws.
 */
export async function loadEnvironment(request: EnvironmentRequest): Promise<ResolvedEnvironment> {
  const path = await findEnvironment(request.config.scriptLocation, request.fileSystem);
  const environment = path === undefined ? undefined : await readEnvironment(path, request);
  if (request.dataSource !== undefined) {
    return complete(
      { ...environment, databases: await connect(request.dataSource, request) },
      path,
    );
  }
  if (environment === undefined) throw missingEnvironment(request);
  return complete(environment, path);
}
