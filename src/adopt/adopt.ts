import { dirname, join, resolve } from "node:path";
import { revisionFileName } from "../directory/file-name.js";
import { findMigrations, isAmong, type FoundMigration } from "../directory/find-migrations.js";
import { loadDataSource } from "../directory/data-source.js";
import type { DataSourceExport } from "../directory/find-data-sources.js";
import { createLoader } from "../loading/load-module.js";
import { moduleSpecifier } from "../directory/module-specifier.js";
import { runHooks } from "../directory/post-write-hook.js";
import { formatTimestamp } from "../directory/timestamp.js";
import { writeRevision } from "../directory/write-revision.js";
import { AthanorError } from "../error/athanor-error.js";
import type { Database } from "../plugin/database.js";
import type { MigrationPlaces, OrmMigrations } from "../plugin/orm-migrations.js";
import type { RenderRequest } from "../render/revision.js";
import { adoptedIds } from "../revision/adopted.js";
import { compact } from "../schema/compact.js";
import { connectDataSource } from "../project/connect-data-source.js";
import type { Project } from "../project/project.js";
import { readRevisionTemplate } from "../draft/revision-template.js";
import type { World } from "../project/world.js";

/** The migrations that a project has, and how they are run. */
export type Predecessor = {
  readonly tool: OrmMigrations;
  readonly places: MigrationPlaces;
  readonly migrations: readonly FoundMigration[];
};

/** What a search of the project's files has found, and the database that the data source leads to. */
type Found = Predecessor & { readonly database: Database };

/** Loads the data source and the migrations it names; nothing where its ORM has no migration tool. Nothing is written or connected to. */
export async function searchMigrations(
  root: string,
  { path, exportName }: DataSourceExport,
  { fileSystem }: World,
  pattern?: string,
): Promise<Found | undefined> {
  const loader = createLoader({ root });
  const database = await connectDataSource(await loadDataSource(loader, `${path}#${exportName}`));
  const tool = database.migrations;
  if (tool === undefined) return undefined;
  const places = await tool.places();
  const search = { root, places, tool, loader, fileSystem, ...compact({ pattern }) };
  return { database, tool, places, migrations: await findMigrations(search) };
}

/**
 * The migrations that the data source names.
 *
 * @throws AthanorError `NO_MIGRATIONS_FOUND`, and what loading throws.
 */
export async function findPredecessor(
  root: string,
  dataSource: DataSourceExport,
  world: World,
  pattern?: string,
): Promise<Predecessor> {
  const found = await searchMigrations(root, dataSource, world, pattern);
  if (found === undefined) throw noneFound(root, []);
  const { tool, places, migrations } = found;
  if (migrations.length === 0) throw noneFound(root, places.patterns);
  return { tool, places, migrations };
}

/** The first of these folders in which the ORM would not take the files of `init` for migrations. */
export async function chooseFolder(
  root: string,
  { places }: Predecessor,
  folders: readonly string[],
): Promise<string> {
  for (const folder of folders) {
    const files = ["env.ts", "versions/a.ts"].map((name) => resolve(root, folder, name));
    const taken = await Promise.all(files.map((file) => isAmong(root, places.patterns, file)));
    if (!taken.includes(true)) return folder;
  }
  throw new AthanorError({
    code: "MIGRATIONS_IN_THE_WAY",
    message: `The data source looks for its migrations in "${folders.at(-1) ?? ""}": it would take Athanor's files for migrations too.`,
    suggestions: ["athanor init revisions --adopt"],
    facts: { folders, patterns: places.patterns },
  });
}

/** Writes one revision for each migration, in their order; gives the absolute paths. */
export async function writeAdopted(
  project: Project,
  predecessor: Predecessor,
): Promise<readonly string[]> {
  const { config, world } = project;
  const ids = adoptedIds(predecessor.migrations);
  const folder = config.versionLocations[0] ?? join(config.scriptLocation, "versions");
  const paths: string[] = [];
  for (const [at, migration] of predecessor.migrations.entries()) {
    const path = await writeOne(project, predecessor, {
      migration,
      folder,
      id: ids[at] ?? "",
      parent: ids[at - 1],
    });
    await runHooks({
      hooks: config.postWriteHooks,
      file: path,
      folder: config.root,
      run: world.runCommand,
    });
    paths.push(path);
  }
  return paths;
}

type One = {
  readonly migration: FoundMigration;
  readonly folder: string;
  readonly id: string;
  readonly parent: string | undefined;
};

async function writeOne(
  project: Project,
  predecessor: Predecessor,
  { migration, folder, id, parent }: One,
): Promise<string> {
  const { config, world } = project;
  const template = await readRevisionTemplate(project);
  const created = new Date(migration.timestamp);
  const header = {
    revision: id,
    downRevision: parent === undefined ? [] : [parent],
    branchLabels: [],
    dependsOn: [],
    message: messageOf(migration.name),
    created: formatTimestamp(created, config.timezone),
  };
  const { fileTemplate, timezone, truncateSlugLength } = config;
  const fileName = revisionFileName({
    ...{ template: fileTemplate, timezone, truncateSlugLength, created },
    ...{ rev: id, message: header.message, extension: template.extension },
  });
  const { renderRevision } = await import("../render/revision.js");
  const text = await renderRevision({
    template: template.text,
    language: template.language,
    header,
    ...bodiesOf(predecessor, migration, dirname(join(folder, fileName)), template.language),
  });
  return writeRevision({ folder, fileName, text, fileSystem: world.fileSystem });
}

type Bodies = Pick<RenderRequest, "upgrade" | "downgrade" | "imports" | "transaction">;

function bodiesOf(
  { tool, places }: Predecessor,
  migration: FoundMigration,
  folder: string,
  language: RenderRequest["language"],
): Bodies {
  const { path, exportName, endsTransaction } = migration;
  const { from, name } = tool.caller;
  const typed = language === "typescript" ? "typescript" : "javascript";
  const module = moduleSpecifier(folder, path, typed);
  const isDefault = exportName === "default";
  const bound = isDefault ? "Migration" : exportName;
  const bare = (migration.transaction ?? places.transaction !== "none") === false;
  const own = !bare && endsTransaction;
  const options = own ? `, { transaction: "own" }` : "";
  const call = (direction: string): string =>
    `await ${name}(op, ${bound}, "${direction}"${options});`;
  return {
    upgrade: call("up"),
    downgrade: call("down"),
    imports: [
      { from, names: [name] },
      isDefault
        ? { from: module, names: [], defaultName: bound }
        : { from: module, names: [exportName] },
    ],
    ...(bare || own ? { transaction: false } : {}),
  };
}

/** `AddUserEmail1700000000000` as `add user email`. */
function messageOf(name: string): string {
  const words = name
    .replace(/\d{13}$/, "")
    .split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|[^\p{L}\p{N}]+/u);
  return words.join(" ").toLowerCase().trim();
}

function noneFound(root: string, patterns: readonly string[]): AthanorError {
  const looked = patterns.length === 0 ? "names none" : `looks for them at ${patterns.join(", ")}`;
  return new AthanorError({
    code: "NO_MIGRATIONS_FOUND",
    message: `No migration was found in "${root}" to adopt: its data source ${looked}.`,
    suggestions: [
      'athanor init --adopt --migrations "src/migrations/*.ts"',
      "athanor init --baseline",
    ],
    facts: { root, patterns },
  });
}
