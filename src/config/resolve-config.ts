import { dirname, join, resolve, posix } from "node:path";
import { AthanorError } from "../error/athanor-error.js";
import { pathExists, type FileSystem } from "../directory/file-system.js";
import type { Loader } from "../loading/load-module.js";
import { compact } from "../schema/compact.js";
import type { Config, ConfigSettings } from "./config.js";
import { readConfig } from "./read-config.js";
import type { Origin, ResolvedConfig, Settings } from "./resolved-config.js";
import { nearest } from "./validate.js";

export type ConfigRequest = {
  /** Absolute path of the working directory. */
  readonly cwd: string;
  /** `--config`: relative to `cwd`. */
  readonly file?: string;
  /** `--name`: which of the file's `environments` overrides the rest. */
  readonly environmentName?: string;
  /** `ATHANOR_CONFIG` stands for `file` where that is left out. */
  readonly env: { readonly ATHANOR_CONFIG?: string | undefined };
  /** A loader for the project that the configuration lies in. */
  readonly createLoader: (root: string) => Loader;
  readonly fileSystem: FileSystem;
};

type Overrides = ConfigSettings;

function unknownEnvironment(name: string, known: readonly string[], file?: string): AthanorError {
  const where =
    file === undefined ? "there is no configuration file" : `"${file}" has ${list(known)}`;
  const likely = nearest(name, known) ?? known[0];
  return new AthanorError({
    code: "UNKNOWN_ENVIRONMENT",
    message: `There is no environment "${name}": ${where}.`,
    suggestions: likely === undefined ? [`Add "${name}" to "environments".`] : [`-n ${likely}`],
    facts: { name, known, ...compact({ file }) },
  });
}

const list = (names: readonly string[]): string =>
  names.length === 0 ? 'no "environments"' : names.map((name) => `"${name}"`).join(", ");

function chooseEnvironment(config: Config, name?: string, file?: string): Overrides {
  if (name === undefined) return {};
  const environments = config.environments ?? {};
  const chosen = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (chosen === undefined) throw unknownEnvironment(name, Object.keys(environments), file);
  return chosen;
}

function complete(config: Overrides, root: string): Settings {
  const scriptLocation = resolve(root, config.scriptLocation ?? "migrations");
  const { fileTemplate = "{rev}_{slug}" } = config;
  return {
    scriptLocation,
    versionLocations: config.versionLocations?.map((place) => resolve(root, place)) ?? [
      join(scriptLocation, "versions"),
    ],
    recursiveVersionLocations: config.recursiveVersionLocations ?? hasFolders(fileTemplate),
    fileTemplate,
    timezone: config.timezone ?? "utc",
    truncateSlugLength: config.truncateSlugLength ?? 40,
    postWriteHooks: config.postWriteHooks ?? [],
    destructive: config.destructive ?? "warn",
  };
}

/** A file in a folder below the version locations is found again only where they are searched with all their folders. */
function hasFolders(fileTemplate: string): boolean {
  return posix.dirname(posix.normalize(fileTemplate)) !== ".";
}

function refuseHiddenFiles({ fileTemplate, recursiveVersionLocations }: Settings): void {
  if (recursiveVersionLocations || !hasFolders(fileTemplate)) return;
  throw new AthanorError({
    code: "FILES_NOT_FOUND_AGAIN",
    message: `"fileTemplate" is "${fileTemplate}", which puts new revisions into folders of their own, while "recursiveVersionLocations" is false: they would be written and never found again.`,
    suggestions: [
      'Remove "recursiveVersionLocations": it is true where it is left out.',
      'fileTemplate: "{rev}_{slug}"',
    ],
    facts: { fileTemplate, recursiveVersionLocations },
  });
}

function traceOrigins(
  settings: Settings,
  base: Overrides,
  chosen: Overrides,
): Record<keyof Settings, Origin> {
  const originOf = (key: keyof Settings): Origin =>
    chosen[key] !== undefined ? "environment" : base[key] !== undefined ? "file" : "default";
  const keys = Object.keys(settings) as (keyof Settings)[];
  return Object.fromEntries(keys.map((key) => [key, originOf(key)])) as Record<
    keyof Settings,
    Origin
  >;
}

/**
 * The configuration that holds for a working directory, complete and with absolute paths.
 *
 * Without any file the defaults hold, relative to the working directory.
 *
 * @throws AthanorError `CONFIG_NOT_FOUND`, `UNKNOWN_KEY`, `INVALID_VALUE`, `UNKNOWN_ENVIRONMENT`, `FILES_NOT_FOUND_AGAIN`, or what loading throws.
 * @example
 * const config = await resolveConfig({ cwd: "/app", env: {}, createLoader: (root) => createLoader({ root }), fileSystem });
 * config.scriptLocation; // "/app/migrations"
 */
export async function resolveConfig(request: ConfigRequest): Promise<ResolvedConfig> {
  const { cwd, environmentName, fileSystem } = request;
  const named = request.file ?? (request.env.ATHANOR_CONFIG || undefined);
  const file = await findConfig({ ...compact({ file: named }), cwd, fileSystem });
  const root = file === undefined ? resolve(cwd) : dirname(file);
  const base =
    file === undefined
      ? {}
      : await readConfig(file, { loader: request.createLoader(root), fileSystem });
  const chosen = chooseEnvironment(base, environmentName, file);
  const settings = complete({ ...base, ...compact(chosen) }, root);
  refuseHiddenFiles(settings);
  const origins = traceOrigins(settings, base, chosen);
  return { ...settings, ...compact({ file, environmentName }), root, origins };
}

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

type ConfigPlace = {
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
async function findConfig(place: ConfigPlace): Promise<string | undefined> {
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
