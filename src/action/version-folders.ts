import { join, relative } from "node:path";
import type { ResolvedConfig } from "../config/resolved-config.js";

type Locations = Pick<ResolvedConfig, "versionLocations" | "recursiveVersionLocations">;

/** The folders that the version locations mean: a glob stands for those it matches, sorted. */
export async function findVersionFolders({
  versionLocations,
}: Pick<Locations, "versionLocations">): Promise<readonly string[]> {
  const lists = await Promise.all(versionLocations.map(expand));
  return [...new Set(lists.flat())];
}

/**
 * Would a revision in this folder be found? The folder need not exist yet: a new module begins with its first revision.
 *
 * @param folder absolute
 */
export async function isVersionFolder(locations: Locations, folder: string): Promise<boolean> {
  const { versionLocations, recursiveVersionLocations: isRecursive } = locations;
  const folders = await findVersionFolders(locations);
  if (folders.some((known) => (isRecursive ? isInside(known, folder) : known === folder)))
    return true;
  const globs = versionLocations.filter(isGlob);
  if (globs.length === 0) return false;
  const { default: picomatch } = await import("picomatch");
  const patterns = isRecursive ? globs.flatMap((glob) => [glob, join(glob, "**")]) : globs;
  return picomatch(patterns)(folder);
}

/** Is it the folder, or below it? */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || !/^\.\.(?:[\\/]|$)|^(?:[a-zA-Z]:)?[\\/]/.test(way);
}

function isGlob(location: string): boolean {
  return /[*?[\]{}!()]/.test(location);
}

async function expand(location: string): Promise<readonly string[]> {
  if (!isGlob(location)) return [location];
  const { glob } = await import("tinyglobby");
  const found = await glob(location, { onlyDirectories: true, absolute: true });
  return found.map((folder) => folder.replace(/\/$/, "")).sort();
}
