import { readFileSync } from "node:fs";
import { syntaxError } from "./failure.js";
import { moduleKindOf, type ModuleKind } from "./module-kind.js";
import { loadParser } from "./native.js";
import { createProjects, type Project } from "./project.js";
import { requiredSpecifiers, transform, type TransformRequest } from "./transform.js";

/** A TypeScript file, ready to run. */
export type Compiled = {
  readonly path: string;
  readonly kind: ModuleKind;
  readonly project: Project;
  readonly code: string;
  /** What it was compiled from; the file may change, or go, before an error asks for its lines. */
  readonly request: TransformRequest;
};

/** The compiled files of a process, each compiled once. */
export type CompiledFiles = {
  /** @throws AthanorError `SYNTAX_ERROR`, `INVALID_TSCONFIG`. */
  readonly get: (path: string) => Compiled;
  /** Is `specifier` imported for nothing but the types of decorated members? */
  readonly isForMetadataOnly: (path: string, specifier: string) => boolean;
  readonly sourceMap: (path: string) => string | undefined;
  readonly paths: () => Iterable<string>;
  readonly projectOf: (path: string) => Project;
};

/** Calls of `import()` become calls of the `__import` that the module is run with. */
function renameDynamicImports(path: string, source: string): string {
  if (!/\bimport\s*\(/.test(source)) return source;
  const starts = loadParser()
    .parseSync(path, source)
    .module.dynamicImports.map(({ start }) => start);
  return starts
    .sort((a, b) => b - a)
    .reduce((text, at) => `${text.slice(0, at)}__import${text.slice(at + 6)}`, source);
}

function prepare(path: string, project: Project): TransformRequest {
  const source = readFileSync(path, "utf8");
  // CommonJS from the TypeScript compiler has `require` in the place of `import()`, as the transform writes it.
  const esm = moduleKindOf(path) === "esm";
  return {
    path,
    project,
    interop: esm || project.interop,
    source: esm ? renameDynamicImports(path, source) : source,
  };
}

function compile(path: string, project: Project): Compiled {
  const request = prepare(path, project);
  try {
    const { code } = transform(request);
    return { path, project, kind: moduleKindOf(path), code, request };
  } catch (failure) {
    throw syntaxError(path, request.source, failure);
  }
}

export function createCompiledFiles(): CompiledFiles {
  const projectOf = createProjects();
  const known = new Map<string, Compiled>();
  const get = (path: string): Compiled => {
    const compiled = known.get(path) ?? compile(path, projectOf(path));
    known.set(path, compiled);
    return compiled;
  };
  return {
    get,
    isForMetadataOnly: (path, specifier) => {
      const { code } = transform({ ...get(path).request, metadata: false });
      return !requiredSpecifiers(code).includes(specifier);
    },
    sourceMap: (path) => transform({ ...get(path).request, sourceMap: true }).map,
    paths: () => known.keys(),
    projectOf,
  };
}
