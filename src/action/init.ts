import { join, relative, resolve } from "node:path";
import { AthanorError } from "../error/athanor-error.js";
import { parseDataSourcePath } from "../directory/data-source.js";
import { pathExists } from "../directory/file-system.js";
import { findDataSources, type DataSourceExport } from "../directory/find-data-sources.js";
import { initDirectory } from "../directory/init-directory.js";
import { findTemplate, takesSeveral } from "../directory/template.js";
import { chooseFolder, findPredecessor, type Predecessor } from "./adopt.js";
import { firstRevisions } from "./first-revisions.js";
import { templatesFolder } from "./package-folder.js";
import { createWorld, type World } from "./world.js";

export type InitOptions = {
  /** The project: where the configuration goes. Default: the process's working directory. */
  readonly cwd?: string;
  /** Folder of `env.ts` and the revisions, relative to `cwd`. Default `"migrations"`, or `"revisions"` where the ORM keeps its own there. */
  readonly directory?: string;
  /** One of `listTemplates`, or the path of a folder, `"./path"`, relative to `cwd`. Default `"generic"`. */
  readonly template?: string;
  /** The file that exports the data source, `file#export` for one of several. Default: searched for. */
  readonly dataSource?: string;
  /** Keeps the migrations of the ORM's own tool: one revision for each, which runs it unchanged. The database is stamped by what it has run. */
  readonly adopt?: boolean;
  /** With `adopt`: a glob of the migration files, relative to `cwd`. Default: where the data source looks for them. */
  readonly migrations?: string;
  /** Writes one revision that makes the database as it is now, and stamps it. */
  readonly baseline?: boolean;
  readonly world?: Partial<World>;
};

export type InitResult = {
  /** Absolute paths, the folder of revisions last. */
  readonly written: readonly string[];
  readonly directory: string;
  /** The first of `dataSources`. */
  readonly dataSource: DataSourceExport;
  /** One, or all of the project's where the template asks for them. */
  readonly dataSources: readonly DataSourceExport[];
  /** Absolute paths of the revisions that were written, oldest first. */
  readonly revisions: readonly string[];
  /** The version rows that the database was stamped with. Left out: it was not. */
  readonly stamped?: readonly string[];
  /** What is left to do, and why. */
  readonly notes: readonly string[];
};

/**
 * Writes the configuration, `env.ts`, the template of revision files and the folder for them: all, or nothing.
 *
 * @throws AthanorError `DATA_SOURCE_NOT_FOUND`, `AMBIGUOUS_DATA_SOURCE` (its fact `candidates` lists them),
 * `UNKNOWN_TEMPLATE`, `FILE_EXISTS`, `FILE_NOT_WRITTEN`; with `adopt` also `NO_MIGRATIONS_FOUND` and
 * `MIGRATIONS_IN_THE_WAY`; with `baseline` what connecting and comparing throw.
 * @example
 * const { written } = await init({ dataSource: "src/data-source.ts" });
 * const { revisions, stamped } = await init({ adopt: true });
 */
export async function init(options: InitOptions = {}): Promise<InitResult> {
  const world = createWorld(options.world);
  const root = resolve(world.cwd, options.cwd ?? ".");
  const { fileSystem } = world;
  const base = join(templatesFolder(), "generic");
  const name = options.template ?? "generic";
  const template = await findTemplate(templatesFolder(), name, fileSystem, root);
  const all = options.dataSource === undefined && (await takesSeveral(template, fileSystem));
  const dataSources = all
    ? await findDataSources(root, fileSystem)
    : [await chooseDataSource(root, options.dataSource, world)];
  const [dataSource] = dataSources;
  if (dataSource === undefined) throw noneFound(root);
  const predecessor =
    options.adopt === true
      ? await findPredecessor(root, dataSource, world, options.migrations)
      : undefined;
  const directory = resolve(root, await folderOf(root, options, predecessor));
  const hadDirectory = await pathExists(fileSystem, directory);
  const written = await initDirectory({ root, directory, template, base, dataSources, fileSystem });
  const result = { written, directory, dataSource, dataSources };
  try {
    return { ...result, ...(await firstRevisions({ root, options, world, predecessor })) };
  } catch (failure) {
    const made = hadDirectory ? written : [...written, directory];
    for (const path of made) await fileSystem.rm(path, { recursive: true, force: true });
    throw failure;
  }
}

function folderOf(
  root: string,
  { directory }: InitOptions,
  predecessor: Predecessor | undefined,
): string | Promise<string> {
  if (predecessor === undefined) return directory ?? "migrations";
  const folders = directory === undefined ? ["migrations", "revisions"] : [directory];
  return chooseFolder(root, predecessor, folders);
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
