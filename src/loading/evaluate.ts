import Module, { createRequire } from "node:module";
import { dirname } from "node:path";

/** How a compiled module reaches others. */
export type Links = {
  readonly require: NodeJS.Require;
  readonly import: (specifier: unknown) => Promise<unknown>;
};

type Body = (...values: unknown[]) => unknown;

/** A module's code, compiled. */
export type CompiledBody = {
  readonly run: Body;
  /** Does it await at its top? */
  readonly asynchronous: boolean;
};

const head = "(function (exports, require, module, __filename, __dirname, __import) {";

/**
 * Has Node compile an expression as code of the file `path`, which is where its `import()` starts from.
 * (What `node:vm` offers for that is experimental and says so on stderr.)
 */
function compileExpression(expression: string, path: string): unknown {
  const holder = new Module(path) as NodeJS.Module & {
    readonly _compile: (code: string, path: string, format: string) => void;
  };
  holder.filename = path;
  holder._compile(`module.exports = ${expression};`, path, "commonjs");
  return holder.exports as unknown;
}

/** @throws SyntaxError where the code is none. */
export function compileBody(code: string, path: string): CompiledBody {
  try {
    return { run: compileExpression(`${head}${code}\n})`, path) as Body, asynchronous: false };
  } catch (failure) {
    const awaits = failure instanceof SyntaxError && /\bawait\b/.test(code);
    if (!awaits) throw failure;
    const body = `${head}return (async () => {${code}\n})();})`;
    return { run: compileExpression(body, path) as Body, asynchronous: true };
  }
}

function readEarly(get: () => unknown): unknown {
  try {
    return get();
  } catch (failure) {
    if (failure instanceof ReferenceError) return undefined;
    throw failure;
  }
}

/**
 * The exports of a module that is still running. What is read too early (files that import one another) is
 * `undefined`, as where the TypeScript compiler writes CommonJS, instead of an error.
 */
function tolerateEarlyReads(exports: object): object {
  return new Proxy(exports, {
    defineProperty(target, name, descriptor) {
      const { get } = descriptor;
      if (get === undefined || descriptor.configurable === false) {
        return Reflect.defineProperty(target, name, descriptor);
      }
      const tolerant = { ...descriptor, configurable: true, get: () => readEarly(get) };
      return Reflect.defineProperty(target, name, tolerant);
    },
  });
}

/** Runs a body as the module's. */
export function runBody(run: Body, module: NodeJS.Module, links: Links): unknown {
  const { filename, exports } = module;
  const seen = tolerateEarlyReads(exports as object);
  return run.call(exports, seen, links.require, module, filename, dirname(filename), links.import);
}

const { _nodeModulePaths: foldersFor } = Module as unknown as {
  readonly _nodeModulePaths: (folder: string) => string[];
};

function createModule(path: string, parent: string): NodeJS.Module {
  const importer = Object.assign(new Module(parent), { filename: parent });
  const paths = foldersFor(dirname(path));
  return Object.assign(new Module(path, importer), { filename: path, paths }) as NodeJS.Module;
}

/** Node's own registry of modules: one a process. */
const { cache: registry } = createRequire(import.meta.url);

/** The module of a file that runs, or has run, whoever made it. */
export function registeredModule(path: string): NodeJS.Module | undefined {
  return registry[path];
}

/**
 * Runs a new module in its place in Node's own registry, so that whoever requires the file gets this one.
 *
 * @param parent the file that imports it; without one it would take itself for the program's main module.
 */
export function runRegistered(
  path: string,
  parent: string,
  run: (module: NodeJS.Module) => void,
): NodeJS.Module {
  const module = createModule(path, parent);
  registry[path] = module;
  try {
    run(module);
  } catch (failure) {
    forgetModule(path);
    throw failure;
  }
  return module;
}

/** A module that failed is made anew when it is next required. */
export function forgetModule(path: string): void {
  Reflect.deleteProperty(registry, path);
}

/** Node's own `import()`, as written in the file `parent`. */
export function importFrom(parent: string, specifier: string): Promise<object> {
  const run = compileExpression("(specifier) => import(specifier)", parent);
  return (run as (specifier: string) => Promise<object>)(specifier);
}
