import { relative, join, resolve } from "node:path";
import { type BuildExclusion, planBuildExclusion } from "../directory/build-exclusion.js";
import { type FileSystem, pathExists } from "../directory/file-system.js";
import type { DataSourceExport } from "../directory/find-data-sources.js";
import type { NestDataSource } from "../directory/nest-data-source.js";
import { findStartupOptions, type StartupOption } from "../directory/startup-options.js";
import type { OptionKinds } from "../config/option-kind.js";
import { initDirectory } from "../directory/init-directory.js";
import { findTemplate, takesSeveral } from "../directory/template.js";
import { acceptOptions } from "../project/accept-options.js";
import { chooseFolder, type Predecessor } from "../adopt/adopt.js";
import { chooseDataSources } from "../directory/choose-data-sources.js";
import { firstRevisions } from "../adopt/first-revisions.js";
import { templatesFolder } from "../project/package-folder.js";
import { decideOnMigrations, type OnMigrations } from "../adopt/prior-migrations.js";
import { createWorld, type World } from "../project/world.js";

export type InitOptions = {
  /** The project: where the configuration goes. Default: the process's working directory. */
  readonly cwd?: string;
  /** Folder of `env.ts` and the revisions, relative to `cwd`. Default `"migrations"`, or `"revisions"` where the ORM keeps its own there. */
  readonly directory?: string;
  /** One of `listTemplates`, or the path of a folder, `"./path"`, relative to `cwd`. Default `"nestjs"` in a project that has `@nestjs/config`, else `"generic"`. */
  readonly template?: string;
  /** The file that exports the data source, `file#export` for one of several. Default: searched for. */
  readonly dataSource?: string;
  /** `true` keeps the migrations of the ORM's own tool: one revision for each, which runs it unchanged. The database is stamped by what it has run. `false` ignores them. Default: `onMigrations` decides. */
  readonly adopt?: boolean;
  /** With `adopt`: a glob of the migration files, relative to `cwd`. Default: where the data source looks for them. */
  readonly migrations?: string;
  /** Writes one revision that makes the database as it is now, and stamps it. */
  readonly baseline?: boolean;
  /** Decides what becomes of migrations that were found, where neither `adopt` nor `baseline` says so. Default: `MIGRATIONS_FOUND` is thrown. */
  readonly onMigrations?: OnMigrations;
  readonly world?: Partial<World>;
};

const initKinds: OptionKinds<InitOptions> = {
  cwd: "text",
  directory: "text",
  template: "text",
  dataSource: "text",
  adopt: "flag",
  migrations: "text",
  baseline: "flag",
  onMigrations: "function",
  world: "any",
};

export type InitResult = {
  /** Absolute paths, the folder of revisions last. */
  readonly written: readonly string[];
  /** Files of the project that were changed. */
  readonly changed: readonly ChangedFile[];
  readonly directory: string;
  /** The first of `dataSources`. */
  readonly dataSource: DataSourceExport;
  /** One, or all of the project's where the template asks for them. */
  readonly dataSources: readonly DataSourceExport[];
  /** Absolute paths of the revisions that were written, oldest first. */
  readonly revisions: readonly string[];
  /** The version rows that the database was stamped with. Left out: it was not. */
  readonly stamped?: readonly string[];
  /** Absolute path of `known-schema.json`, which goes under version control. Left out: it was not written. */
  readonly knownSchema?: string;
  /** What is left to do, and why. */
  readonly notes: readonly string[];
};

/** A TypeScript configuration whose `exclude` has gained entries, so that the build passes over Athanor's files. */
export type ChangedFile = { readonly path: string; readonly excluded: readonly string[] };

/**
 * Writes the configuration, `env.ts`, the template of revision files and the folder for them: all, or nothing.
 *
 * A project of NestJS that exports no data source gets one, written from its call of `TypeOrmModule.forRoot`.
 *
 * @throws AthanorError `DATA_SOURCE_NOT_FOUND`, `AMBIGUOUS_DATA_SOURCE` (its fact `candidates` lists them),
 * `UNKNOWN_TEMPLATE`, `FILE_EXISTS`, `FILE_NOT_WRITTEN`, `INVALID_TSCONFIG`, `MIGRATIONS_FOUND`; with `adopt` also
 * `NO_MIGRATIONS_FOUND` and `MIGRATIONS_IN_THE_WAY`; with `baseline` what connecting and comparing throw.
 * @example
 * const { written } = await init({ dataSource: "src/data-source.ts" });
 * const { revisions, stamped } = await init({ adopt: true });
 */
export async function init(options: InitOptions = {}): Promise<InitResult> {
  await acceptOptions("init", options, initKinds);
  const world = createWorld(options.world);
  const root = resolve(world.cwd, options.cwd ?? ".");
  const { fileSystem } = world;
  const base = join(templatesFolder(), "generic");
  const name = options.template ?? (await usualTemplate(root, fileSystem));
  const template = await findTemplate(templatesFolder(), name, fileSystem, root);
  const several = await takesSeveral(template, fileSystem);
  const chosen = await chooseDataSources(root, options.dataSource, several, fileSystem);
  const { dataSources, nest } = chosen;
  const [dataSource] = dataSources;
  const { predecessor, baseline, notes } = await decideOnMigrations(root, dataSource, options, {
    world,
    isWritten: nest === undefined,
  });
  const directory = resolve(root, await folderOf(root, options, predecessor));
  const hadDirectory = await pathExists(fileSystem, directory);
  const made = [join(root, "athanor.config.ts"), directory];
  const exclusion = await planBuildExclusion(root, made, fileSystem);
  const edits = exclusion?.buildOnly === true ? [exclusion] : [];
  const beside = nest === undefined ? [] : [nest];
  const place = { root, directory, template, base };
  const written = await initDirectory({ ...place, dataSources, beside, edits, fileSystem });
  try {
    const begun = await firstRevisions({ root, options: { baseline }, world, predecessor });
    const unmade = edits.length > 0 ? undefined : exclusion;
    const found = await notesOn({ root, dataSources, nest, exclusion: unmade }, fileSystem);
    const changed = edits.map(({ path, entries }) => ({ path, excluded: entries }));
    const all = [...notes, ...found, ...begun.notes];
    return { written, changed, directory, dataSource, dataSources, ...begun, notes: all };
  } catch (failure) {
    for (const { path, before } of edits) await fileSystem.writeFile(path, before);
    const gone = hadDirectory ? written : [...written, directory];
    for (const path of gone) await fileSystem.rm(path, { recursive: true, force: true });
    throw failure;
  }
}

/** The template whose `env.ts` reads `.env` as Nest does, where the project has what that takes. */
async function usualTemplate(root: string, fileSystem: FileSystem): Promise<string> {
  const path = join(root, "package.json");
  if (!(await pathExists(fileSystem, path))) return "generic";
  const text = await fileSystem.readFile(path, "utf8");
  return /"@nestjs\/config"\s*:/.test(text) && (await isTyped(root, fileSystem))
    ? "nestjs"
    : "generic";
}

const isTyped = (root: string, fileSystem: FileSystem): Promise<boolean> =>
  pathExists(fileSystem, join(root, "tsconfig.json"));

function folderOf(
  root: string,
  { directory }: InitOptions,
  predecessor: Predecessor | undefined,
): string | Promise<string> {
  if (predecessor === undefined) return directory ?? "migrations";
  const folders = directory === undefined ? ["migrations", "revisions"] : [directory];
  return chooseFolder(root, predecessor, folders);
}

/** What `init` saw in a project and left as it was, with what to change by hand. */
type Findings = {
  /** Absolute path of the project. */
  readonly root: string;
  readonly dataSources: readonly DataSourceExport[];
  /** The data source that was written, where NestJS alone knew the options. */
  readonly nest: NestDataSource | undefined;
  /** A change of the build's configuration that `init` did not make. */
  readonly exclusion: BuildExclusion | undefined;
};

async function notesOn(
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
