import { resolve } from "node:path";
import type { AthanorError } from "../error/athanor-error.js";
import { userFailure, type Attempt } from "./failure.js";
import { startModuleSystem } from "./module-system.js";
import type { Namespace } from "./namespace.js";

/** Loads the user's own modules: TypeScript or JavaScript, ES modules or CommonJS, as they are. */
export type Loader = {
  /**
   * The exports of a module by name, its default export as `default`.
   * The same file gives the same exports for the life of the process, and to whoever requires it.
   *
   * @param path absolute, or relative to the project.
   * @throws AthanorError `USER_CODE_FAILED`, `MODULE_NOT_FOUND`, `SYNTAX_ERROR`, `INVALID_TSCONFIG`; the user's own
   * error is its cause.
   */
  readonly load: (path: string) => Promise<Namespace>;
  /**
   * Runs code that a loaded module exports.
   *
   * @throws AthanorError as `load` does; an `AthanorError` of the code itself passes unchanged.
   */
  readonly run: <Result>(path: string, work: () => Result | Promise<Result>) => Promise<Result>;
  /** Serves packages that import the user's TypeScript by themselves; must precede the import. Costs a thread, once. */
  readonly answerForeignImports: () => void;
  /** Makes the stack of an error that was thrown in a loaded module show the lines as they were written. */
  readonly trace: (error: unknown) => void;
};

export type LoaderOptions = {
  /** Absolute path of the user's project. */
  readonly root: string;
};

/**
 * @example
 * const loader = createLoader({ root: "/app" });
 * const { default: dataSource } = await loader.load("src/data-source.ts");
 */
export function createLoader({ root }: LoaderOptions): Loader {
  const system = startModuleSystem();
  const explain = (path: string, attempt: Attempt, failure: unknown): AthanorError => {
    system.trace(failure);
    return userFailure(path, attempt, failure, system.missingImport(failure));
  };
  return {
    load: async (path) => {
      const file = resolve(root, path);
      try {
        return await system.load(file);
      } catch (failure) {
        throw explain(file, "loaded", failure);
      }
    },
    run: async (path, work) => {
      try {
        return await work();
      } catch (failure) {
        throw explain(resolve(root, path), "run", failure);
      }
    },
    answerForeignImports: system.answerForeignImports,
    trace: system.trace,
  };
}
