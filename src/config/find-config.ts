import { dirname, join, resolve } from "node:path";
import { AthanorError } from "../error/athanor-error.js";
import { pathExists, type FileSystem } from "../directory/file-system.js";

const extensions = ["ts", "mts", "cts", "js", "mjs", "cjs", "json"];

async function hasAthanorKey(path: string, fileSystem: FileSystem): Promise<boolean> {
  const text = await fileSystem.readFile(path, "utf8");
  return text.includes('"athanor"') && "athanor" in (JSON.parse(text) as object);
}

async function findIn(folder: string, fileSystem: FileSystem): Promise<string | undefined> {
  const names = new Set(await fileSystem.readdir(folder).catch(() => []));
  const name = extensions
    .map((extension) => `athanor.config.${extension}`)
    .find((it) => names.has(it));
  if (name !== undefined) return join(folder, name);
  const manifest = join(folder, "package.json");
  const declared = names.has("package.json") && (await hasAthanorKey(manifest, fileSystem));
  return declared ? manifest : undefined;
}

async function findUpward(folder: string, fileSystem: FileSystem): Promise<string | undefined> {
  const found = await findIn(folder, fileSystem);
  if (found !== undefined || dirname(folder) === folder) return found;
  return findUpward(dirname(folder), fileSystem);
}

export type ConfigPlace = {
  /** Absolute. */
  readonly cwd: string;
  /** As named by the user, relative to `cwd`. Without it the file is looked for upward from `cwd`. */
  readonly file?: string;
  readonly fileSystem: FileSystem;
};

/**
 * The absolute path of the configuration: `athanor.config.*`, or a `package.json` with the key `athanor`.
 * None when no file is named and none is found.
 *
 * @throws AthanorError `CONFIG_NOT_FOUND` when the file that was named is not there.
 */
export async function findConfig(place: ConfigPlace): Promise<string | undefined> {
  const { cwd, file, fileSystem } = place;
  if (file === undefined) return findUpward(resolve(cwd), fileSystem);
  const path = resolve(cwd, file);
  if (await pathExists(fileSystem, path)) return path;
  throw new AthanorError({
    code: "CONFIG_NOT_FOUND",
    message: `The configuration "${file}" does not exist (looked for "${path}").`,
    suggestions: ["athanor init", "--config FILE"],
    facts: { file: path },
  });
}
