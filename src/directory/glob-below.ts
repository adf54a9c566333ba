import * as nodeFs from "node:fs";
import { sep } from "node:path";
import type { FileSystemAdapter, GlobOptions } from "tinyglobby";

/** Stands for a backslash; a character that nobody gives a file. */
const standIn = "\u{F8FF}";

const real = (path: string): string => path.replaceAll(standIn, "\\");

/** The first argument is a path. Typed as what it stands for: only the path changes. */
function mapped<Function extends (...parameters: never[]) => void>(own: Function): Function {
  const call = own as unknown as (path: unknown, ...rest: readonly unknown[]) => void;
  const mapping = (path: unknown, ...rest: readonly unknown[]): void =>
    call(typeof path === "string" ? real(path) : path, ...rest);
  return mapping as unknown as Function;
}

const throughStandIn: FileSystemAdapter = {
  readdir: mapped(nodeFs.readdir),
  stat: mapped(nodeFs.stat),
  realpath: mapped(nodeFs.realpath),
};

/**
 * The paths below a folder that match, relative to it, between slashes. The library takes a backslash in the folder's own
 * path for a slash, which outside of Windows it is not.
 */
export async function globBelow(
  folder: string,
  pattern: string,
  options: Pick<GlobOptions, "ignore" | "onlyDirectories"> = {},
): Promise<readonly string[]> {
  // Only who has patterns pays for them.
  const { glob } = await import("tinyglobby");
  if (sep === "\\" || !folder.includes("\\")) return glob(pattern, { ...options, cwd: folder });
  const cwd = folder.replaceAll("\\", standIn);
  return glob(pattern, { ...options, cwd, fs: throughStandIn });
}
