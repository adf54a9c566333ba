import { AthanorError } from "../error/athanor-error.js";
import { compact } from "../schema/compact.js";
import type { Loader } from "../loading/load-module.js";
import { messageOf } from "../error/thrown.js";

/** A data source as far as this room knows it: the user's ORM made it, a plugin will use it. */
export type DataSourceLike = {
  readonly options: object;
  readonly createQueryRunner: (...parameters: never[]) => unknown;
};

/** One connection of a data source, as far as this room knows it. */
export type QueryRunnerLike = {
  readonly query: (...parameters: never[]) => unknown;
  readonly startTransaction: (...parameters: never[]) => unknown;
  readonly release: () => unknown;
};

/** One thing that a module exports as a data source. */
type Candidate = { readonly name: string; readonly dataSource: DataSourceLike };

type Place = { readonly path: string; readonly exportName?: string };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Whatever version of the ORM it comes from: a data source has options and makes query runners. */
export function isDataSource(value: unknown): value is DataSourceLike {
  return (
    isObject(value) &&
    isObject(value["options"]) &&
    typeof value["createQueryRunner"] === "function" &&
    (typeof value["buildMetadatas"] === "function" || typeof value["initialize"] === "function")
  );
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  isObject(value) && typeof value["then"] === "function";

/** A function that is no class: calling a class without `new` would throw. */
const isPlainFunction = (value: unknown): value is () => unknown =>
  typeof value === "function" && !/^class\b/.test(Function.prototype.toString.call(value));

/** `file#export` apart; a `#` in the name of a folder is part of the path. */
export function parseDataSourcePath(text: string): Place {
  const [, path, exportName] = /^(.+)#([^#/\\]*)$/.exec(text) ?? [];
  return path === undefined || exportName === undefined ? { path: text } : { path, exportName };
}

async function settle(value: unknown): Promise<unknown> {
  return isPlainFunction(value) ? await value() : await value;
}

async function notFound(
  place: Place,
  exports: Readonly<Record<string, unknown>>,
): Promise<AthanorError> {
  const others = await collect(exports).catch(() => []);
  const names = Object.keys(exports);
  const options = Object.entries(exports).find(
    ([, value]) => isObject(value) && typeof value["type"] === "string",
  );
  const found =
    options === undefined
      ? names.length === 0
        ? "it exports nothing"
        : `it exports ${names.map((name) => `"${name}"`).join(", ")}`
      : `its "${options[0]}" holds the options of one only`;
  const what = place.exportName === undefined ? "" : ` named "${place.exportName}"`;
  return new AthanorError({
    code: "DATA_SOURCE_NOT_FOUND",
    message: `"${place.path}" exports no DataSource${what}: ${found}.`,
    suggestions:
      others.length === 0
        ? ["Export one: export default new DataSource({ ... });"]
        : others.map(({ name }) => optionFor(place.path, name)),
    facts: { path: place.path, exports: names },
  });
}

function optionFor(path: string, name: string): string {
  return `--data-source ${path}${name === "default" ? "" : `#${name}`}`;
}

function ambiguous(path: string, candidates: readonly Candidate[]): AthanorError {
  const names = candidates.map(({ name }) => name);
  return new AthanorError({
    code: "AMBIGUOUS_DATA_SOURCE",
    message: `"${path}" exports several data sources: ${names.map((name) => `"${name}"`).join(", ")}. Name one.`,
    suggestions: names.map((name) => optionFor(path, name)),
    facts: { path, exports: names },
  });
}

async function collect(exports: Readonly<Record<string, unknown>>): Promise<readonly Candidate[]> {
  const settled = await Promise.all(
    Object.entries(exports)
      .filter(([, value]) => isDataSource(value) || isPromise(value))
      .map(async ([name, value]) => ({ name, dataSource: await value })),
  );
  const seen = new Set<unknown>();
  return settled.filter(
    (candidate): candidate is Candidate =>
      isDataSource(candidate.dataSource) &&
      !seen.has(candidate.dataSource) &&
      seen.add(candidate.dataSource).size > 0,
  );
}

/** The function that makes the data source: the default export, or the only function there is. */
function findFactory(exports: Readonly<Record<string, unknown>>): (() => unknown) | undefined {
  const functions = Object.values(exports).filter(isPlainFunction);
  const main = exports["default"];
  return isPlainFunction(main) ? main : functions.length === 1 ? functions[0] : undefined;
}

/** `module.exports.default = dataSource` in CommonJS: Node calls the whole of `module.exports` the default export. */
function openDefault(
  exports: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { default: main } = exports;
  const isHolder = isObject(main) && "default" in main && !isDataSource(main);
  return isHolder ? { ...exports, ...main } : exports;
}

async function choose(
  exports: Readonly<Record<string, unknown>>,
  { path, exportName }: Place,
): Promise<unknown> {
  if (exportName !== undefined) return settle(exports[exportName]);
  const candidates = await collect(exports);
  const main = candidates.find(({ name }) => name === "default") ?? candidates[0];
  if (main === undefined) return findFactory(exports)?.();
  if (candidates.length > 1 && main.name !== "default") throw ambiguous(path, candidates);
  return main.dataSource;
}

/**
 * The data source that a module exports: by default, by name, as a promise, or as a function that makes it.
 *
 * @param text absolute path, or `path#export` where the module exports several.
 * @throws AthanorError `DATA_SOURCE_NOT_FOUND`, `AMBIGUOUS_DATA_SOURCE`, `DATA_SOURCE_FAILED`, or what loading throws.
 * @example
 * await loadDataSource(loader, "/app/src/data-source.ts#auditDataSource");
 */
export async function loadDataSource(loader: Loader, text: string): Promise<DataSourceLike> {
  const place = parseDataSourcePath(text);
  const exports = openDefault(await loader.load(place.path));
  const chosen = await choose(exports, place).catch((cause: unknown) => {
    if (cause instanceof AthanorError) throw cause;
    throw new AthanorError({
      code: "DATA_SOURCE_FAILED",
      message: `The data source of "${place.path}" failed: ${messageOf(cause)}`,
      facts: compact(place),
      cause,
    });
  });
  if (!isDataSource(chosen)) throw await notFound(place, exports);
  return chosen;
}
