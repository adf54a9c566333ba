import { relative, join, resolve } from "node:path";
import { parseDataSourcePath } from "./data-source.js";
import { pathExists, type FileSystem } from "./file-system.js";
import { findDataSources, type DataSourceExport } from "./find-data-sources.js";
import type { NestDataSource } from "./nest-data-source.js";
import { findNestDataSource } from "./nest-set-up.js";
import { AthanorError } from "../error/athanor-error.js";

export type Chosen = {
  readonly dataSources: readonly [DataSourceExport, ...DataSourceExport[]];
  /** Left out: the data sources exist. */
  readonly nest?: NestDataSource;
};

/**
 * The data sources that `init` binds: those that are named or exported, or one that NestJS's own set-up describes.
 *
 * @param several binds all that the project exports.
 * @throws AthanorError `DATA_SOURCE_NOT_FOUND`, `AMBIGUOUS_DATA_SOURCE`.
 */
export async function chooseDataSources(
  root: string,
  given: string | undefined,
  several: boolean,
  fileSystem: FileSystem,
): Promise<Chosen> {
  const all = await findDataSources(root, fileSystem);
  const [first, ...others] = all;
  if (several && given === undefined && first !== undefined)
    return { dataSources: [first, ...others] };
  if (given === undefined && all.length === 0) {
    const nest = await findNestDataSource(root, fileSystem);
    if (nest !== undefined)
      return { dataSources: [{ path: nest.path, exportName: nest.exportName }], nest };
  }
  return { dataSources: [await chooseDataSource(root, all, given, fileSystem)] };
}

async function chooseDataSource(
  root: string,
  all: readonly DataSourceExport[],
  given: string | undefined,
  fileSystem: FileSystem,
): Promise<DataSourceExport> {
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
