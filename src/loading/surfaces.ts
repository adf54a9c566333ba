import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isUserTypeScript, type ResolveUserFile } from "./resolve.js";
import { readSurface, type Declared, type Elsewhere, type Surface } from "./surface.js";

/** A declaration, and the file that has it. */
export type Place = { readonly path: string; readonly declared: Declared };

/** The declarations of the user's files, each file read once. */
export type Surfaces = {
  /** What a name means in a file: declared there, or imported from another of the user's files. */
  readonly find: (path: string, name: string) => Place | undefined;
};

export function createSurfaces(resolveUserFile: ResolveUserFile): Surfaces {
  const known = new Map<string, Surface>();

  const surfaceOf = (path: string): Surface => {
    const surface = known.get(path) ?? readSurface(path);
    known.set(path, surface);
    return surface;
  };

  const fileOf = (specifier: string, path: string): string | undefined => {
    const found = resolveUserFile(specifier, path);
    if (found !== undefined) return isUserTypeScript(found) ? found : undefined;
    const types = resolve(dirname(path), `${specifier}.d.ts`);
    return specifier.startsWith(".") && existsSync(types) ? types : undefined;
  };

  const follow = ({ specifier, name }: Elsewhere, path: string, seen: Seen): Place | undefined => {
    const file = fileOf(specifier, path);
    return file === undefined ? undefined : findExport(file, name, seen);
  };

  const findExport = (path: string, name: string, seen: Seen): Place | undefined => {
    const key = `${path}#${name}`;
    if (seen.has(key)) return undefined;
    seen.add(key);
    const { exported, forwarded } = surfaceOf(path);
    const origin = exported.get(name);
    if (typeof origin === "string") return find(path, origin, seen);
    if (origin !== undefined) return follow(origin, path, seen);
    for (const specifier of forwarded) {
      const found = follow({ specifier, name }, path, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const find = (path: string, name: string, seen: Seen): Place | undefined => {
    const { declared, imported } = surfaceOf(path);
    const own = declared.get(name);
    if (own !== undefined) return { path, declared: own };
    const origin = imported.get(name);
    return origin === undefined ? undefined : follow(origin, path, seen);
  };

  return { find: (path, name) => find(path, name, new Set()) };
}

/** Exports already asked for: files may export one another's. */
type Seen = Set<string>;
