import { join, relative, resolve } from "node:path";
import { AthanorError } from "../error/athanor-error.js";
import { parseDataSourcePath } from "../directory/data-source.js";
import { pathExists } from "../directory/file-system.js";
import { findDataSources, type DataSourceExport } from "../directory/find-data-sources.js";
import { initDirectory } from "../directory/init-directory.js";
import { findTemplate } from "../directory/template.js";
import { templatesFolder } from "./package-folder.js";
import { createWorld, type World } from "./world.js";

export type InitOptions = {
  /** The project: where the configuration goes. Default: the process's working directory. */
  readonly cwd?: string;
  /** Folder of `env.ts` and the revisions, relative to `cwd`. Default `"migrations"`. */
  readonly directory?: string;
  /** Default `"generic"`. */
  readonly template?: string;
  /** The file that exports the data source, `file#export` for one of several. Default: searched for. */
  readonly dataSource?: string;
  readonly world?: Partial<World>;
};

export type InitResult = {
  /** Absolute paths, the folder of revisions last. */
  readonly written: readonly string[];
  readonly directory: string;
  readonly dataSource: DataSourceExport;
};

/**
 * Writes the configuration, `env.ts`, the template of revision files and the folder for them: all, or nothing.
 *
 * @throws AthanorError `DATA_SOURCE_NOT_FOUND`, `AMBIGUOUS_DATA_SOURCE` (its fact `candidates` lists them),
 * `UNKNOWN_TEMPLATE`, `FILE_EXISTS`, `FILE_NOT_WRITTEN`.
 * @example
 * const { written } = await init({ dataSource: "src/data-source.ts" });
 */
export async function init(options: InitOptions = {}): Promise<InitResult> {
  const world = createWorld(options.world);
  const root = resolve(world.cwd, options.cwd ?? ".");
  const directory = resolve(root, options.directory ?? "migrations");
  const { fileSystem } = world;
  const name = options.template ?? "generic";
  const template = await findTemplate(templatesFolder(), name, fileSystem);
  const dataSource = await chooseDataSource(root, options.dataSource, world);
  const written = await initDirectory({ root, directory, template, dataSource, fileSystem });
  return { written, directory, dataSource };
}

async function chooseDataSource(
  root: string,
  given: string | undefined,
  { fileSystem }: World,
): Promise<DataSourceExport> {
  const all = await findDataSources(root, fileSystem);
  if (given === undefined) return onlyOne(root, all);
  const place = parseDataSourcePath(given);
  const path = resolve(root, place.path);
  if (!(await pathExists(fileSystem, path))) throw notThere(given);
  if (place.exportName !== undefined) return { path, exportName: place.exportName };
  const exported = all.filter((candidate) => candidate.path === path);
  return exported.length > 1
    ? onlyOne(root, exported)
    : (exported[0] ?? { path, exportName: "default" });
}

function onlyOne(root: string, candidates: readonly DataSourceExport[]): DataSourceExport {
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return only;
  const named = candidates.map(({ path, exportName }) => {
    const file = relative(root, path);
    return exportName === "default" ? file : `${file}#${exportName}`;
  });
  throw only === undefined ? noneFound(root) : severalFound(named);
}

function noneFound(root: string): AthanorError {
  return new AthanorError({
    code: "DATA_SOURCE_NOT_FOUND",
    message: `No file of "${root}" exports a DataSource, and init needs to know which database is meant.`,
    suggestions: ["athanor init --data-source src/data-source.ts"],
    facts: { root, looked: join(root, "**/*.ts") },
  });
}

function severalFound(candidates: readonly string[]): AthanorError {
  const quoted = candidates.map((candidate) => `"${candidate}"`).join(", ");
  return new AthanorError({
    code: "AMBIGUOUS_DATA_SOURCE",
    message: `The project exports several data sources: ${quoted}. Name the one that is meant.`,
    suggestions: candidates.slice(0, 5).map((each) => `athanor init --data-source ${each}`),
    facts: { candidates },
  });
}

function notThere(given: string): AthanorError {
  return new AthanorError({
    code: "DATA_SOURCE_NOT_FOUND",
    message: `The data source file "${given}" does not exist.`,
    suggestions: ["athanor init --data-source src/data-source.ts"],
    facts: { path: given },
  });
}
