import { statSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, extname, isAbsolute, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Project } from "./project.js";

/** A TypeScript specifier names what the compiler writes; on disk lies what it reads. */
const sources: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true;

const isDependency = (path: string): boolean => path.includes(`${sep}node_modules${sep}`);

/** Is it TypeScript that the user wrote, not a dependency? */
export function isUserTypeScript(path: string): boolean {
  return /\.[mc]?tsx?$/.test(path) && !isDependency(path);
}

function findFile(path: string): string | undefined {
  const stem = path.slice(0, path.length - extname(path).length);
  const candidates = [
    ...(sources[extname(path)] ?? []).map((extension) => stem + extension),
    path,
    ...extensions.map((extension) => path + extension),
    ...extensions.map((extension) => join(path, `index${extension}`)),
  ];
  const found = candidates.find(isFile);
  return found === undefined ? undefined : realPath(found);
}

const native = createRequire(import.meta.url);

/** A file by the one name under which Node's registry knows it, links followed; what does not exist, as it is. */
export function realPath(path: string): string {
  try {
    return native.resolve(path);
  } catch {
    return path;
  }
}

function findPackaged(specifier: string, parent: string): string | undefined {
  if (isBuiltin(specifier)) return undefined;
  try {
    const found = createRequire(parent).resolve(specifier);
    return isUserTypeScript(found) ? found : undefined;
  } catch {
    // Not for `require`; Node's own import of it says what is wrong, if anything is.
    return undefined;
  }
}

function findBare(specifier: string, parent: string, project: Project): string | undefined {
  // `paths` may point into node_modules (`"*": ["node_modules/*"]`); a dependency is Node's to resolve.
  const mapped = project.matchPaths(specifier).map(findFile);
  const own = mapped.find((path) => path !== undefined && !isDependency(path));
  return own ?? findPackaged(specifier, parent);
}

/**
 * The user's own file that a specifier means, as TypeScript resolves it: relative, through `paths` and `baseUrl`,
 * or a package of the same workspace that is TypeScript. None for everything else: that is Node's to resolve.
 */
export type ResolveUserFile = (specifier: string, parent: string) => string | undefined;

/** What is not relative means the same in all files of a folder, and is looked up once. */
export function createResolver(projectOf: (path: string) => Project): ResolveUserFile {
  const bare = new Map<string, string | undefined>();
  return (specifier, parent) => {
    const folder = dirname(parent);
    if (specifier.startsWith("file:")) return findFile(fileURLToPath(specifier));
    if (/^\.{1,2}(\/|$)/.test(specifier)) return findFile(resolve(folder, specifier));
    if (isAbsolute(specifier)) return findFile(specifier);
    const key = `${folder}\n${specifier}`;
    if (!bare.has(key)) bare.set(key, findBare(specifier, parent, projectOf(parent)));
    return bare.get(key);
  };
}
