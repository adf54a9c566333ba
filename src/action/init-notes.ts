import { relative } from "node:path";
import type { BuildExclusion } from "../directory/build-exclusion.js";
import type { FileSystem } from "../directory/file-system.js";
import type { DataSourceExport } from "../directory/find-data-sources.js";
import type { NestDataSource } from "../directory/nest-data-source.js";
import { findStartupOptions, type StartupOption } from "../directory/startup-options.js";

/** What `init` saw in a project and left as it was, with what to change by hand. */
export type Findings = {
  /** Absolute path of the project. */
  readonly root: string;
  readonly dataSources: readonly DataSourceExport[];
  /** The data source that was written, where NestJS alone knew the options. */
  readonly nest: NestDataSource | undefined;
  /** A change of the build's configuration that `init` did not make. */
  readonly exclusion: BuildExclusion | undefined;
};

export async function notesOn(
  { root, dataSources, nest, exclusion }: Findings,
  fileSystem: FileSystem,
): Promise<readonly string[]> {
  const sources = nest === undefined ? dataSources.map(({ path }) => path) : [nest.origin.path];
  const options = await Promise.all(
    [...new Set(sources)].map(async (path) => {
      const found = findStartupOptions(path, await fileSystem.readFile(path, "utf8"));
      return found.map((option) => startupNote(relative(root, path), option));
    }),
  );
  return [
    ...options.flat(),
    ...(nest === undefined ? [] : [nestNote(root, nest)]),
    ...(exclusion === undefined ? [] : [exclusionNote(root, exclusion)]),
  ];
}

const harm: Readonly<Record<StartupOption["option"], string>> = {
  synchronize: "the application changes the schema by itself when it starts, and may drop columns",
  migrationsRun: "the application runs TypeORM's migrations when it starts",
  dropSchema: "the application drops the schema when it starts",
};

function startupNote(file: string, { option, line, value }: StartupOption): string {
  const when = value === "true" ? "" : ` Where "${value.replaceAll(/\s+/g, " ")}" is true,`;
  const what = when === "" ? ` ${capital(harm[option])}.` : `${when} ${harm[option]}.`;
  return `${file}:${line} sets ${option}.${what} Change the line to: ${option}: false,`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function nestNote(root: string, { path, exportName, origin }: NestDataSource): string {
  const place = `${relative(root, origin.path)}:${origin.line}`;
  const once =
    exportName === "default"
      ? "Keep the two equal"
      : "To state them once, call TypeOrmModule.forRoot(dataSource.options) there";
  return `${relative(root, path)} repeats the options of ${place}. ${once}.`;
}

function exclusionNote(root: string, { path, entries }: BuildExclusion): string {
  const listed = entries.map((entry) => JSON.stringify(entry)).join(", ");
  return `${relative(root, path)} compiles Athanor's files with the application, which moves what the compiler writes for src into dist/src. Add ${listed} to "exclude", or set "include": ["src"].`;
}
