import { relative, resolve } from "node:path";
import type { ResolvedConfig } from "../config/resolved-config.js";
import { globBelow } from "../directory/glob-below.js";
import { isPattern, locateGlob, matches } from "../directory/located-glob.js";

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
  const globs = versionLocations.map(locateGlob).filter(isPattern);
  const answers = await Promise.all(
    globs.flatMap((found) => [
      matches(found, folder),
      ...(isRecursive ? [matches({ ...found, pattern: `${found.pattern}/**` }, folder)] : []),
    ]),
  );
  return answers.includes(true);
}

/** Is it the folder, or below it? */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || !/^\.\.(?:[\\/]|$)|^(?:[a-zA-Z]:)?[\\/]/.test(way);
}

async function expand(location: string): Promise<readonly string[]> {
  const found = locateGlob(location);
  if (!isPattern(found)) return [location];
  const { base, pattern } = found;
  const folders = await globBelow(base, pattern, { onlyDirectories: true });
  return folders.map((folder) => resolve(base, folder)).sort();
}
