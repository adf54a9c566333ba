import { dirname, resolve } from "node:path";
import {
  createFilesMatcher,
  createPathsMatcher,
  getTsconfig,
  parseTsconfig,
  type TsConfigResult,
} from "get-tsconfig";
import { AthanorError } from "../error/athanor-error.js";
import { messageOf } from "../error/thrown.js";

/** What the `tsconfig.json` that governs a file says about running it. */
export type Project = {
  /** The places that `paths` and `baseUrl` name for a specifier, the likeliest first. */
  readonly matchPaths: (specifier: string) => readonly string[];
  /** `import x from "cjs"` means `module.exports`, not its property `default`. */
  readonly interop: boolean;
  readonly defineFields: boolean;
  readonly strictNulls: boolean;
};

/** A configuration that only refers to others stands for the first of them that includes the file. */
function followReferences(found: TsConfigResult, path: string): TsConfigResult {
  const { files, references = [] } = found.config;
  if (files === undefined || files.length > 0) return found;
  const referred = references.map((reference) => {
    const place = resolve(dirname(found.path), reference.path);
    const file = place.endsWith(".json") ? place : resolve(place, "tsconfig.json");
    return { path: file, config: parseTsconfig(file) };
  });
  return referred.find((candidate) => createFilesMatcher(candidate)(path) !== undefined) ?? found;
}

function findConfiguration(path: string): TsConfigResult | undefined {
  try {
    const found = getTsconfig(dirname(path));
    return found === null ? undefined : followReferences(found, path);
  } catch (cause) {
    throw new AthanorError({
      code: "INVALID_TSCONFIG",
      message: `The TypeScript configuration of "${path}" could not be read: ${messageOf(cause)}`,
      suggestions: ["npx tsc --showConfig"],
      facts: { path },
      cause,
    });
  }
}

/** Where `esModuleInterop` is not stated, `tsc` takes it for true under these kinds of module. */
const interoperates = (module: string | undefined): boolean =>
  module !== undefined && /^(?:node\w+|preserve)$/i.test(module);

function readProject(path: string): Project {
  const found = findConfiguration(path);
  const options = found?.config.compilerOptions ?? {};
  const matcher = found === undefined ? null : createPathsMatcher(found);
  return {
    matchPaths: (specifier) => matcher?.(specifier) ?? [],
    interop: options.esModuleInterop ?? (found === undefined || interoperates(options.module)),
    defineFields: options.useDefineForClassFields ?? false,
    strictNulls: options.strictNullChecks ?? options.strict ?? false,
  };
}

/** Finds the project of a file, once a folder. */
export function createProjects(): (path: string) => Project {
  const known = new Map<string, Project>();
  return (path) => {
    const folder = dirname(path);
    const project = known.get(folder) ?? readProject(path);
    known.set(folder, project);
    return project;
  };
}
