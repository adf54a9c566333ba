import { extname, join, relative, resolve, sep } from "node:path";
import { AthanorError } from "../error/athanor-error.js";
import type { MigrationPlaces, OrmMigration, OrmMigrations } from "../plugin/orm-migrations.js";
import { pathExists, type FileSystem } from "./file-system.js";
import { ignored, withoutCompiled } from "./find-data-sources.js";
import { globBelow } from "./glob-below.js";
import type { Loader } from "../loading/load-module.js";
import { locateGlob, matches } from "./located-glob.js";

/** A migration of the ORM's own tool, and the module that exports it. */
export type FoundMigration = OrmMigration & {
  /** Absolute. */
  readonly path: string;
  /** `"default"`, or a name. */
  readonly exportName: string;
  /** It commits or rolls back what the ORM began for it. */
  readonly endsTransaction: boolean;
};

export type MigrationSearch = {
  /** Absolute path of the project. */
  readonly root: string;
  readonly places: MigrationPlaces;
  /** Instead of the places: a glob, relative to the project. */
  readonly pattern?: string;
  readonly tool: Pick<OrmMigrations, "read" | "mentions" | "endsTransaction">;
  readonly loader: Loader;
  readonly fileSystem: FileSystem;
};

/**
 * The migrations of a project, oldest first: those where the ORM looks, as sources where it looks among compiled files.
 * Where nothing is found there, any module of the project that looks as if it had one is loaded.
 *
 * @throws AthanorError `DUPLICATE_MIGRATION`, and what loading throws.
 */
export async function findMigrations(search: MigrationSearch): Promise<readonly FoundMigration[]> {
  const { root, places, pattern, fileSystem } = search;
  const patterns = pattern === undefined ? places.patterns : [pattern];
  const matched = await Promise.all(
    (await filesOf(root, patterns)).map((path) => sourceOf(root, path, fileSystem)),
  );
  const named = await readAll(search, [...new Set(matched)], () => true);
  if (pattern !== undefined) return inOrder(named);
  const wanted = new Set(places.classes);
  const anywhere = named.length === 0 && wanted.size === 0;
  const others =
    wanted.size > 0 || anywhere
      ? await readAll(search, await likelyFiles(search), (held) => anywhere || wanted.has(held))
      : [];
  return inOrder([...named, ...others]);
}

/** What the patterns match, as a program of this operating system writes them. */
async function filesOf(root: string, patterns: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(patterns.map((pattern) => expand(resolve(root, pattern))));
  const modules = [...new Set(lists.flat())].filter(
    (path) => /\.[mc]?[jt]s$/.test(path) && !/\.d\.[mc]?ts$/.test(path),
  );
  return [...withoutCompiled(modules)].sort();
}

async function expand(path: string): Promise<readonly string[]> {
  const { base, pattern } = locateGlob(path);
  if (pattern === "") return [base];
  const found = await globBelow(base, pattern, { ignore: ["**/node_modules/**"] });
  return found.map((each) => resolve(base, each));
}

/** The source of a compiled file: `src/migrations/1-a.ts` for `dist/migrations/1-a.js`. */
async function sourceOf(root: string, path: string, fileSystem: FileSystem): Promise<string> {
  const [folder = "", ...rest] = relative(root, path).split(sep);
  if (!/^(dist|build|out|lib)$/.test(folder) || !/js$/.test(extname(path))) return resolve(path);
  const way = join(...rest).replace(/js$/, "ts");
  for (const source of [join(root, "src", way), join(root, way), join(root, ...rest)]) {
    if (await pathExists(fileSystem, source)) return source;
  }
  return resolve(path);
}

async function likelyFiles({
  root,
  tool,
  fileSystem,
}: MigrationSearch): Promise<readonly string[]> {
  const found = await globBelow(root, "**/*.{ts,mts,cts,js,mjs,cjs}", { ignore: ignored });
  const paths = withoutCompiled(found).map((path) => join(root, path));
  const likely = await Promise.all(
    paths.map(async (path) =>
      tool.mentions(await fileSystem.readFile(path, "utf8")) ? [path] : [],
    ),
  );
  return likely.flat().sort();
}

async function readAll(
  { tool, loader, fileSystem }: MigrationSearch,
  paths: readonly string[],
  wants: (exported: unknown) => boolean,
): Promise<readonly FoundMigration[]> {
  const found: FoundMigration[] = [];
  for (const path of paths) {
    const endsTransaction = tool.endsTransaction(await fileSystem.readFile(path, "utf8"));
    const seen = new Set<unknown>();
    for (const [exportName, exported] of Object.entries(await loader.load(path))) {
      const migration = seen.has(exported) || !wants(exported) ? undefined : tool.read(exported);
      seen.add(exported);
      if (migration !== undefined) found.push({ ...migration, path, exportName, endsTransaction });
    }
  }
  return found;
}

function inOrder(found: readonly FoundMigration[]): readonly FoundMigration[] {
  const byName = new Map<string, FoundMigration>();
  for (const migration of found) {
    const other = byName.get(migration.name);
    if (other !== undefined && other.path !== migration.path) throw duplicate(other, migration);
    byName.set(migration.name, other ?? migration);
  }
  return [...byName.values()].sort((a, b) => a.timestamp - b.timestamp);
}

function duplicate(first: FoundMigration, second: FoundMigration): AthanorError {
  return new AthanorError({
    code: "DUPLICATE_MIGRATION",
    message: `Two files export a migration "${first.name}": "${first.path}" and "${second.path}".`,
    suggestions: ['athanor init --adopt --migrations "src/migrations/*.ts"'],
    facts: { name: first.name, paths: [first.path, second.path] },
  });
}

/** Would the ORM, looking by its patterns, take this file for a migration? */
export async function isAmong(
  root: string,
  patterns: readonly string[],
  path: string,
): Promise<boolean> {
  const located = patterns.map((pattern) => locateGlob(resolve(root, pattern)));
  const answers = await Promise.all(located.map((glob) => matches(glob, path)));
  return answers.includes(true);
}
