import { createRequire } from "node:module";
import { dirname, extname } from "node:path";
import { pathToFileURL } from "node:url";
import { createCompiledFiles, type Compiled, type CompiledFiles } from "./compiled.js";
import { createDeclaredTypes, type DeclaredTypes } from "./declared-type.js";
import {
  compileBody,
  forgetModule,
  importFrom,
  registeredModule,
  runBody,
  runRegistered,
  type Links,
} from "./evaluate.js";
import { awaitsWhereRequired } from "./failure.js";
import { answerForeignImports } from "./import-hook.js";
import { asRequired, flatten, namespaceOf, type Namespace } from "./namespace.js";
import { isMissingFrom, type MissingImport } from "./missing.js";
import { moduleKindOf } from "./module-kind.js";
import { createResolver, isUserTypeScript, realPath, type ResolveUserFile } from "./resolve.js";
import { isSupport, requireSupport } from "./support.js";
import { mapStack } from "./source-map.js";
import { requiredSpecifiers } from "./transform.js";

/** Runs the user's modules, in the registry that Node's own `require` uses. */
export type ModuleSystem = {
  readonly load: (path: string) => Promise<Namespace>;
  /** For what a package will import by itself: nothing where no ES module of the user's runs, for which `require` does. */
  readonly answerForeignImports: () => void;
  /** Makes the stack of an error show the lines as they were written. */
  readonly trace: (error: unknown) => void;
  /** The import whose failure this is. */
  readonly missingImport: (failure: unknown) => MissingImport | undefined;
};

/** What an ES module gets for a specifier, found before it runs: `import()` takes time, `require` may not. */
type Link = { readonly exports: object } | { readonly failure: unknown };

type State = {
  readonly files: CompiledFiles;
  readonly types: DeclaredTypes;
  readonly resolve: ResolveUserFile;
  /** By folder and specifier: what is not the user's own means the same in all files of a folder. */
  readonly links: Map<string, Link>;
  /** By the failure it caused. */
  readonly missing: WeakMap<object, MissingImport>;
  /** Modules that await at their top. */
  readonly running: Map<string, Promise<unknown>>;
};

const keyOf = (path: string, specifier: string): string => `${dirname(path)}\n${specifier}`;

/** A type's module need not exist when the program runs: the TypeScript compiler leaves such imports out. */
function orNothing(failure: unknown, path: string, specifier: string, state: State): object {
  if (isMissingFrom(failure, path)) {
    if (state.files.isForMetadataOnly(path, specifier)) return {};
    state.missing.set(failure as object, { specifier, importer: path });
  }
  throw failure;
}

function createUserRequire({ path }: Compiled, state: State): NodeJS.Require {
  const native = createRequire(path);
  const requireUser = (specifier: string): unknown => {
    if (isSupport(specifier)) return requireSupport(specifier, path, state.types);
    const link = state.links.get(keyOf(path, specifier));
    if (link !== undefined && "exports" in link) return link.exports;
    try {
      if (link !== undefined) throw link.failure;
      const file = state.resolve(specifier, path);
      return file !== undefined && isUserTypeScript(file)
        ? requireUserFile(file, path, state)
        : (native(file ?? specifier) as unknown);
    } catch (failure) {
      return orNothing(failure, path, specifier, state);
    }
  };
  const { resolve, cache, extensions, main } = native;
  return Object.assign(requireUser, { resolve, cache, extensions, main });
}

/**
 * Not by way of `require`: whoever handles TypeScript there (another instance of Athanor, a compiler that the user's
 * code has registered) does not know what was linked here.
 */
function requireUserFile(path: string, parent: string, state: State): unknown {
  const { exports } = registeredModule(path) ?? runFile(path, parent, state);
  return exports as unknown;
}

function linksOf(compiled: Compiled, state: State): Links {
  return {
    require: createUserRequire(compiled, state),
    import: (specifier) => importUser(String(specifier), compiled, state),
  };
}

/** `import()` in the user's code. */
async function importUser(specifier: string, from: Compiled, state: State): Promise<unknown> {
  const file = state.resolve(specifier, from.path);
  if (file === undefined) return importFrom(from.path, specifier);
  return isUserTypeScript(file)
    ? load(file, state)
    : importFrom(from.path, pathToFileURL(file).href);
}

function evaluate(module: NodeJS.Module, path: string, state: State): void {
  const compiled = state.files.get(path);
  const { run, asynchronous } = compileBody(compiled.code, path);
  if (asynchronous) throw awaitsWhereRequired(path, compiled.request.source, compiled.kind);
  runBody(run, module, linksOf(compiled, state));
  module.loaded = true;
}

function runFile(path: string, parent: string, state: State): NodeJS.Module {
  return runRegistered(path, parent, (module) => evaluate(module, path, state));
}

/** Runs a module that awaits at its top to its end, before any that imports it runs. */
async function settle(path: string, state: State): Promise<void> {
  const compiled = state.files.get(path);
  if (!/\bawait\b/.test(compiled.code)) return;
  const { run, asynchronous } = compileBody(compiled.code, path);
  if (!asynchronous) return;
  if (registeredModule(path) !== undefined) return void (await state.running.get(path));
  const module = runRegistered(path, path, (made) => {
    const result = runBody(run, made, linksOf(compiled, state));
    state.running.set(path, Promise.resolve(result));
  });
  try {
    await state.running.get(path);
    module.loaded = true;
  } catch (failure) {
    forgetModule(path);
    throw failure;
  }
}

async function linkTo(specifier: string, from: Compiled, state: State, seen: Set<string>) {
  const file = state.resolve(specifier, from.path);
  if (file !== undefined && isUserTypeScript(file)) return link(file, state, seen);
  if (file !== undefined && extname(file) === ".json") return undefined;
  if (state.links.has(keyOf(from.path, specifier))) return undefined;
  const target = file === undefined ? specifier : pathToFileURL(file).href;
  const found = await importFrom(from.path, target).then(
    (namespace): Link => ({ exports: asRequired(namespace) }),
    (failure: unknown): Link => ({ failure }),
  );
  state.links.set(keyOf(from.path, specifier), found);
}

/**
 * Code that waits for something, or starts an ORM: a package that it waits for may import the user's files. What waits
 * for operations, as revisions do, does not.
 */
const worksByItself = /\bawait\b(?!\s+op\b)|\.then\s*\(|\binitialize\s*\(/;

function serveForeignImports(state: State): void {
  if (![...state.files.paths()].some((path) => moduleKindOf(path) === "esm")) return;
  answerForeignImports((path) => load(path, state));
}

/** Finds what an ES module and those it imports need from outside, depth first, as Node links a graph. */
async function link(path: string, state: State, seen: Set<string>): Promise<void> {
  if (seen.has(path) || registeredModule(path)?.loaded === true) return;
  seen.add(path);
  const compiled = state.files.get(path);
  if (compiled.kind === "cjs") return;
  if (worksByItself.test(compiled.code)) serveForeignImports(state);
  const specifiers = requiredSpecifiers(compiled.code);
  for (const specifier of specifiers.filter((each) => !isSupport(each))) {
    await linkTo(specifier, compiled, state, seen);
  }
  await settle(path, state);
}

async function loadJavaScript(path: string): Promise<Namespace> {
  try {
    if (moduleKindOf(path) === "cjs") return namespaceOf(createRequire(path)(path));
  } catch (failure) {
    const awaits = failure instanceof Error && "code" in failure;
    if (!awaits || failure.code !== "ERR_REQUIRE_ASYNC_MODULE") throw failure;
  }
  return flatten((await import(pathToFileURL(path).href)) as Namespace);
}

async function load(given: string, state: State): Promise<Namespace> {
  const path = realPath(given);
  if (!isUserTypeScript(path)) return loadJavaScript(path);
  await link(path, state, new Set());
  return namespaceOf(requireUserFile(path, path, state));
}

function trace(error: unknown, { files }: State): void {
  if (!(error instanceof Error) || error.stack === undefined) return;
  const held = error.stack;
  const mapped = [...files.paths()]
    .filter((path) => held.includes(path))
    .reduce((stack, path) => mapStack(stack, path, () => files.sourceMap(path)), held);
  // An error may be frozen.
  if (mapped !== held) Reflect.set(error, "stack", mapped);
}

/** Makes `require` of a user's TypeScript file, by whomever, run it here. */
function handleExtensions(state: State): void {
  const { extensions } = createRequire(import.meta.url);
  for (const extension of [".ts", ".tsx", ".mts", ".cts"]) {
    const previous = extensions[extension] ?? extensions[".js"];
    extensions[extension] = (module: NodeJS.Module, path: string) => {
      if (isUserTypeScript(path)) evaluate(module, path, state);
      else previous?.(module, path);
    };
  }
}

let system: ModuleSystem | undefined;

/** One a process, made when first needed: Node's registry of modules, which it serves, is one a process too. */
export function startModuleSystem(): ModuleSystem {
  if (system !== undefined) return system;
  const files = createCompiledFiles();
  const resolve = createResolver(files.projectOf);
  const state: State = {
    files,
    resolve,
    types: createDeclaredTypes(resolve, files.projectOf),
    links: new Map(),
    missing: new WeakMap(),
    running: new Map(),
  };
  handleExtensions(state);
  system = {
    load: (path) => load(path, state),
    answerForeignImports: () => serveForeignImports(state),
    trace: (error) => trace(error, state),
    missingImport: (failure) => state.missing.get(failure as object),
  };
  return system;
}
