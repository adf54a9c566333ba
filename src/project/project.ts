import { chooseNames, chooseDatabases } from "../config/choose-databases.js";
import { findEnvironment } from "../config/find-environment.js";
import type { ResolvedConfig } from "../config/resolved-config.js";
import type { ResolvedEnvironment } from "../config/resolved-environment.js";
import { scanDatabases } from "../directory/scan-databases.js";
import { type World, createWorld } from "./world.js";
import { join, resolve } from "node:path";
import type { OptionKinds } from "../config/option-kind.js";
import { resolveConfig } from "../config/resolve-config.js";
import type { DataSourceLike, QueryRunnerLike } from "../directory/data-source.js";
import { createLoader, type Loader } from "../loading/load-module.js";
import { scanRevisions } from "../directory/scan.js";
import { readTags } from "../directory/tags.js";
import { createGraph, type Graph } from "../revision/graph.js";
import { compact } from "../schema/compact.js";
import { connectDataSource } from "./connect-data-source.js";
import { readGiven, type GivenRevision } from "./given-revisions.js";
import { once } from "./once.js";
import { findVersionFolders } from "./version-folders.js";
/** What every action takes. */
export type ProjectOptions = {
  /** Working directory. Default: the process's own. */
  readonly cwd?: string;
  /** The configuration file. Default: found upward from the working directory. */
  readonly config?: string;
  /** The named environment of the configuration. */
  readonly name?: string;
  /** A TypeORM data source, a query runner of one (its connection and its transaction are used), or the file that exports one (`file#export`): stands in for the databases of `env.ts`. */
  readonly dataSource?: string | DataSourceLike | QueryRunnerLike;
  /** Instead of the configuration's own. */
  readonly scriptLocation?: string;
  /** Instead of the configuration's own. */
  readonly versionLocations?: readonly string[];
  /** The revisions themselves, as modules, for a program that a bundler has made: no folder is read, and there are no tags. */
  readonly modules?: readonly GivenRevision[];
  /** Only these of the databases that `env.ts` names. Default: all. */
  readonly database?: readonly string[];
  /** Reach `env.ts` and the revisions: `-x KEY=VALUE`. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** Clock, file system and chance, for tests and for applications that bring their own. */
  readonly world?: Partial<World>;
};

export const projectKinds: OptionKinds<ProjectOptions> = {
  cwd: "text",
  config: "text",
  name: "text",
  dataSource: "any",
  scriptLocation: "text",
  versionLocations: "texts",
  modules: "any",
  database: "texts",
  arguments: "any",
  world: "any",
};

/** The history as its files tell it. */
export type History = {
  readonly graph: Graph;
  /** Files that were passed over, and why. */
  readonly notes: readonly string[];
};

/** A word for `env.ts`: `--tag`. It means what the project makes of it. */
export type TagOption = { readonly tag?: string };

/** One project, each part read when it is first asked for. */
export type Project = {
  readonly world: World;
  readonly config: ResolvedConfig;
  readonly loader: Loader;
  /** Revisions that were handed in, by id. Left out: they are files. */
  readonly modules?: ReadonlyMap<string, GivenRevision>;
  readonly arguments: Readonly<Record<string, string>>;
  readonly history: () => Promise<History>;
  readonly environment: () => Promise<ResolvedEnvironment>;
  /** Names of the databases that a new revision has a function for; empty where it has one only. */
  readonly databaseNames: () => Promise<readonly string[]>;
};

export async function openProject(
  options: ProjectOptions & TagOption,
  command: string,
): Promise<Project> {
  const world = createWorld({ ...options.world, ...compact({ cwd: cwdOf(options) }) });
  const config = await readConfiguration(options, world);
  const loader = createLoader({ root: config.root });
  const given = options.arguments ?? {};
  const { modules: handed } = options;
  const modules = handed && new Map(handed.map((each) => [each.revision, each]));
  const history = once(async () =>
    handed === undefined
      ? readHistory(config, world)
      : { graph: createGraph(handed.map(readGiven)), notes: [] },
  );
  const environment = once(async () => {
    const { loadEnvironment } = await import("../config/load-environment.js");
    const all = await loadEnvironment({
      ...compact({ dataSource: options.dataSource, tag: options.tag }),
      config,
      command,
      arguments: given,
      cwd: world.cwd,
      loader,
      connectDataSource,
      fileSystem: world.fileSystem,
    });
    return chooseDatabases(all, options.database);
  });
  const databaseNames = once(() =>
    readDatabaseNames({
      ...compact({ dataSource: options.dataSource, databases: options.database }),
      ...{ config, world, environment },
    }),
  );
  const files = { world, config, loader, ...compact({ modules }) };
  return { ...files, arguments: given, history, environment, databaseNames };
}

function cwdOf({ cwd }: ProjectOptions): string | undefined {
  return cwd === undefined ? undefined : resolve(cwd);
}

async function readConfiguration(options: ProjectOptions, world: World): Promise<ResolvedConfig> {
  const { cwd, env, fileSystem } = world;
  const config = await resolveConfig({
    ...compact({ file: options.config, environmentName: options.name }),
    cwd,
    env,
    createLoader: (root) => createLoader({ root }),
    fileSystem,
  });
  const script = options.scriptLocation;
  const versionLocations = options.versionLocations?.map((place) => resolve(cwd, place));
  const moved = {
    ...(script === undefined ? {} : movedTo(resolve(cwd, script))),
    ...compact({ versionLocations }),
  };
  const origins = Object.fromEntries(Object.keys(moved).map((key) => [key, "option" as const]));
  return { ...config, ...moved, origins: { ...config.origins, ...origins } };
}

function movedTo(scriptLocation: string) {
  return { scriptLocation, versionLocations: [join(scriptLocation, "versions")] };
}

async function readHistory(config: ResolvedConfig, world: World): Promise<History> {
  const { fileSystem, cacheFolder } = world;
  const [folders, tags] = await Promise.all([
    findVersionFolders(config),
    readTags(fileSystem, config.scriptLocation),
  ]);
  const recursive = config.recursiveVersionLocations;
  const { revisions, warnings } = await scanRevisions({
    ...compact({ cacheFolder }),
    folders,
    recursive,
    fileSystem,
  });
  return { graph: createGraph(revisions, { tags }), notes: warnings };
}

type DatabaseNamesRequest = {
  readonly config: Pick<ResolvedConfig, "scriptLocation">;
  readonly world: Pick<World, "fileSystem">;
  /** The environment, run: asked only where its file does not say by itself. */
  readonly environment: () => Promise<ResolvedEnvironment>;
  /** A data source that stands in for the databases of the environment. */
  readonly dataSource?: unknown;
  /** Only these. */
  readonly databases?: readonly string[];
};

/** The databases that a revision file has a function for, by name: empty where one function is for the one database. */
async function readDatabaseNames(request: DatabaseNamesRequest): Promise<readonly string[]> {
  return chooseNames(await readAll(request), request.databases);
}

async function readAll({ config, world, environment, dataSource }: DatabaseNamesRequest) {
  if (dataSource !== undefined) return [];
  const path = await findEnvironment(config.scriptLocation, world.fileSystem);
  if (path === undefined) return [];
  const written = scanDatabases(path, await world.fileSystem.readFile(path, "utf8"));
  if (written !== undefined) return written;
  const { named, databases } = await environment();
  return named ? Object.keys(databases) : [];
}
