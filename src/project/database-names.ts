import { chooseNames } from "../config/choose-databases.js";
import { findEnvironment } from "../config/find-environment.js";
import type { ResolvedConfig } from "../config/resolved-config.js";
import type { ResolvedEnvironment } from "../config/resolved-environment.js";
import { scanDatabases } from "../directory/scan-databases.js";
import type { World } from "./world.js";

export type DatabaseNamesRequest = {
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
export async function readDatabaseNames(request: DatabaseNamesRequest): Promise<readonly string[]> {
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
