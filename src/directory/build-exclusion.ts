import { basename, dirname, join, relative, resolve } from "node:path";
import { createFilesMatcher, parseTsconfig } from "get-tsconfig";
import { applyEdits, modify, parse } from "jsonc-parser";
import { AthanorError } from "../error/athanor-error.js";
import { pathExists, type FileSystem } from "./file-system.js";
import { withSlashes } from "./module-specifier.js";

/** The change of a TypeScript configuration that keeps files out of what it compiles. */
export type BuildExclusion = {
  /** Absolute path of the configuration. */
  readonly path: string;
  /** The text it has, and the text it needs. */
  readonly before: string;
  readonly after: string;
  /** The entries that `exclude` gains, relative to the configuration, with `/`. */
  readonly entries: readonly string[];
  /** `true`: the configuration is that of the build alone. `false`: editors use it as well, and `exclude` would hide the files from them. */
  readonly buildOnly: boolean;
};

/**
 * What keeps the files of `init` out of the application's build. A compiler that meets TypeScript files beside `src`
 * takes the folder above both for the root of what it writes: `dist/main.js` becomes `dist/src/main.js`.
 *
 * Looks at the configuration that Nest's command line names, then at `tsconfig.build.json`, then at `tsconfig.json`.
 *
 * @param root absolute path of the project.
 * @param made absolute paths of the files and folders that `init` writes.
 * @returns `undefined` where the build passes over the files already, or writes no files.
 * @throws AthanorError `INVALID_TSCONFIG`.
 */
export async function planBuildExclusion(
  root: string,
  made: readonly string[],
  fileSystem: FileSystem,
): Promise<BuildExclusion | undefined> {
  const found = await findBuildConfiguration(root, fileSystem);
  if (found === undefined) return undefined;
  const { path, buildOnly } = found;
  const { config, taken } = readConfiguration(path, made);
  const { noEmit, emitDeclarationOnly, outDir } = config.compilerOptions ?? {};
  const isWritten = buildOnly || (noEmit !== true && outDir !== undefined);
  if (taken.length === 0 || !isWritten || emitDeclarationOnly === true) return undefined;
  const folder = dirname(path);
  const entries = taken.map((each) => withSlashes(relative(folder, each)));
  const before = await fileSystem.readFile(path, "utf8");
  const inherited = [...new Set(["node_modules", ...(config.exclude ?? [])])];
  return { path, before, after: withEntries(before, inherited, entries), entries, buildOnly };
}

type Found = { readonly path: string; readonly buildOnly: boolean };

async function findBuildConfiguration(
  root: string,
  fileSystem: FileSystem,
): Promise<Found | undefined> {
  const named = await namedByNest(root, fileSystem);
  for (const name of [...named, "tsconfig.build.json", "tsconfig.json"]) {
    const path = resolve(root, name);
    if (await pathExists(fileSystem, path))
      return { path, buildOnly: basename(path) !== "tsconfig.json" };
  }
  return undefined;
}

async function namedByNest(root: string, fileSystem: FileSystem): Promise<readonly string[]> {
  const path = join(root, "nest-cli.json");
  if (!(await pathExists(fileSystem, path))) return [];
  const read = parse(await fileSystem.readFile(path, "utf8")) as
    { readonly compilerOptions?: { readonly tsConfigPath?: unknown } } | undefined;
  const named = read?.compilerOptions?.tsConfigPath;
  return typeof named === "string" ? [named] : [];
}

function readConfiguration(path: string, made: readonly string[]) {
  try {
    const config = parseTsconfig(path);
    const matches = createFilesMatcher({ path, config });
    const isTaken = (place: string): boolean =>
      matches(/\.[mc]?[jt]s$/.test(place) ? place : join(place, "env.ts")) !== undefined;
    return { config, taken: made.filter(isTaken) };
  } catch (cause) {
    throw new AthanorError({
      code: "INVALID_TSCONFIG",
      message: `The TypeScript configuration "${path}" could not be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      suggestions: [`npx tsc --showConfig -p ${path}`],
      facts: { path },
      cause,
    });
  }
}

/** A stated `exclude` is added to; where there is none, what held until now is stated with it. */
function withEntries(
  text: string,
  inherited: readonly string[],
  entries: readonly string[],
): string {
  const read = parse(text) as { readonly exclude?: unknown } | undefined;
  const formattingOptions = { insertSpaces: !/^\t/m.test(text), tabSize: 2 };
  const options = { formattingOptions };
  if (!Array.isArray(read?.exclude))
    return applyEdits(text, modify(text, ["exclude"], [...inherited, ...entries], options));
  return entries.reduce(
    (held, entry) =>
      applyEdits(
        held,
        modify(held, ["exclude", -1], entry, { ...options, isArrayInsertion: true }),
      ),
    text,
  );
}
