import { join } from "node:path";
import type { FileSystem } from "./file-system.js";
import { isRevisionFile } from "./scan-name.js";

/** A folder that is not searched. */
export type HiddenRequest = {
  /** Absolute path. */
  readonly folder: string;
  /** Absolute paths of the folders that are searched by themselves. */
  readonly searched: readonly string[];
  readonly fileSystem: FileSystem;
};

/**
 * What to tell of a folder that holds revision files and is not searched, as one that a `fileTemplate` made before it was
 * changed; `undefined` where it holds none.
 */
export async function describeHidden(request: HiddenRequest): Promise<string | undefined> {
  const file = await findRevision(request.folder, request);
  return file === undefined
    ? undefined
    : `"${request.folder}" holds revision files, and folders below the version locations are not searched: "recursiveVersionLocations: true" would have them read.`;
}

/** The first file in it, or below it, that reads as a revision. */
async function findRevision(folder: string, request: HiddenRequest): Promise<string | undefined> {
  if (request.searched.includes(folder)) return undefined;
  const entries = await request.fileSystem.readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const isFound =
      entry.isFile() && isRevisionFile(entry.name) && (await isRevision(path, request));
    const found = isFound
      ? path
      : entry.isDirectory()
        ? await findRevision(path, request)
        : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

async function isRevision(path: string, { fileSystem }: HiddenRequest): Promise<boolean> {
  const text = await fileSystem.readFile(path, "utf8");
  return /\brevision\b/.test(text) && /\bdownRevision\b/.test(text);
}
