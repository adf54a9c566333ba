import { basename, join } from "node:path";
import { findExportedDataSources } from "./data-source-export.js";
import type { FileSystem } from "./file-system.js";
import { globBelow } from "./glob-below.js";

/** A data source of the project, and how its module exports it. */
export type DataSourceExport = {
  /** Absolute. */
  readonly path: string;
  /** `"default"`, or a name. */
  readonly exportName: string;
};

/** What is no source of the application's own. */
export const ignored = [
  "**/node_modules/**",
  "**/{dist,build,out,coverage,tmp,temp}/**",
  "**/{test,tests,__tests__,e2e,spec,fixtures}/**",
  "**/*.{test,spec,e2e-spec}.*",
  "**/*.d.{ts,mts,cts}",
];

const usual = /^(data-?source|app-?data-?source|orm-?config|typeorm|orm|database|db)\b/i;

/** A file that was compiled beside its source is its source. */
export function withoutCompiled(paths: readonly string[]): readonly string[] {
  const stems = new Set(
    paths.filter((path) => /\.[mc]?ts$/.test(path)).map((path) => path.replace(/ts$/, "")),
  );
  return paths.filter((path) => !(path.endsWith("js") && stems.has(path.replace(/js$/, ""))));
}

/**
 * The data sources that a project exports: those of the usual files (`data-source.*`, `ormconfig.*`, ...) where
 * there are any, else those of any file. Nothing is run; tests and compiled folders are passed over.
 *
 * @param root absolute path of the project.
 */
export async function findDataSources(
  root: string,
  fileSystem: FileSystem,
): Promise<readonly DataSourceExport[]> {
  const found = await globBelow(root, "**/*.{ts,mts,cts,js,mjs,cjs}", { ignore: ignored });
  const paths = withoutCompiled(found).map((path) => join(root, path));
  const lists = await Promise.all(
    paths.sort().map(async (path) => {
      const names = findExportedDataSources(path, await fileSystem.readFile(path, "utf8"));
      return names.map((exportName) => ({ path, exportName }));
    }),
  );
  const all = lists.flat();
  const likely = all.filter(({ path }) => usual.test(basename(path)));
  return likely.length > 0 ? likely : all;
}
