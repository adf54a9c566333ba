import { existsSync } from "node:fs";
import { dirname, relative } from "node:path";
import { withSlashes } from "./module-specifier.js";

/** A pattern, and the folder that it starts from. What exists is no pattern, though a name in it look like one: `app (copy)`. */
export type LocatedGlob = {
  /** Absolute. */
  readonly base: string;
  /** Between slashes; empty where all of the path exists. */
  readonly pattern: string;
};

/** @param path absolute, perhaps with `*` and the like in it */
export function locateGlob(path: string): LocatedGlob {
  const base = nearestExisting(path);
  return { base, pattern: withSlashes(relative(base, path)) };
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

export function isPattern({ pattern }: LocatedGlob): boolean {
  return /[*?[\]{}!()]/.test(pattern);
}

/** Does it match this path, which need not exist? */
export async function matches({ base, pattern }: LocatedGlob, path: string): Promise<boolean> {
  if (pattern === "") return relative(base, path) === "";
  const { default: picomatch } = await import("picomatch");
  return picomatch(pattern)(withSlashes(relative(base, path)));
}
