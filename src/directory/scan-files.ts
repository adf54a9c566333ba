import { join } from "node:path";
import type { FileSystem } from "./file-system.js";
import { isRevisionFile } from "./scan-name.js";
import type { Dirent } from "node:fs";
import { AthanorError } from "../error/athanor-error.js";
import { readAll } from "./read-all.js";
import { messageOf } from "../error/thrown.js";

/** Where to look for revision files. */
export type FolderRequest = {
  /** Absolute paths of the version locations. */
  readonly folders: readonly string[];
  /** Also in the folders below, save `node_modules` and those whose name begins with a dot. */
  readonly recursive: boolean;
  /** `node:fs/promises`, or a stand-in. */
  readonly fileSystem: FileSystem;
};

/** All candidates, sorted, each once though its folder be named twice. */
export async function listFiles(
  request: FolderRequest,
  warnings: string[],
): Promise<readonly string[]> {
  const lists = await readAll(request.folders, (folder) => listFolder(request, folder, warnings));
  for (const [index, folder] of request.folders.entries())
    if (lists[index] === undefined)
      warnings.push(`Version location "${folder}" does not exist; it counts as empty.`);
  return [...new Set(lists.flatMap((list) => list ?? []))].sort();
}

/** `undefined`: there is no such folder. */
async function listFolder(
  request: FolderRequest,
  folder: string,
  warnings: string[],
): Promise<readonly string[] | undefined> {
  const entries = await request.fileSystem
    .readdir(folder, { withFileTypes: true })
    .catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") return undefined;
      throw unreadableFile(folder, cause);
    });
  if (entries === undefined) return undefined;
  if (!request.recursive) warnings.push(...(await hiddenIn(request, folder, entries)));
  const candidates = entries.filter((entry) =>
    entry.isDirectory() ? isSearched(request, entry.name) : isRevisionFile(entry.name),
  );
  const isPlain = (entry: Dirent) => entry.isFile();
  const plain = candidates.filter(isPlain).map(({ name }) => join(folder, name));
  const others = candidates.filter((entry) => !isPlain(entry));
  const lists = await readAll(others, async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return (await listFolder(request, path, warnings)) ?? [];
    return (await isLinkToFile(request.fileSystem, path)) ? [path] : [];
  });
  return [...plain, ...lists.flat()];
}

function isSearched({ recursive }: FolderRequest, name: string): boolean {
  return recursive && isPlainFolder(name);
}

function isPlainFolder(name: string): boolean {
  return !name.startsWith(".") && name !== "node_modules";
}

/** Revisions in a folder that is not searched would be missed in silence. */
async function hiddenIn(
  { folders, fileSystem }: FolderRequest,
  folder: string,
  entries: readonly Dirent[],
): Promise<readonly string[]> {
  const below = entries.filter((entry) => entry.isDirectory() && isPlainFolder(entry.name));
  const told = await readAll(below, ({ name }) =>
    describeHidden({ folder: join(folder, name), searched: folders, fileSystem }),
  );
  return told.flatMap((warning) => warning ?? []).sort();
}

/** Links to folders are not followed: they may lead in a circle. */
async function isLinkToFile(fileSystem: FileSystem, path: string): Promise<boolean> {
  const status = await fileSystem.stat(path).catch((cause: unknown) => {
    throw unreadableFile(path, cause);
  });
  return status.isFile();
}

/** A file or folder that is there and cannot be opened. */
export function unreadableFile(path: string, cause: unknown): AthanorError {
  const reason = messageOf(cause);
  return new AthanorError({
    code: "UNREADABLE_FILE",
    message: `"${path}" cannot be read: ${reason}.`,
    facts: { path },
    cause,
  });
}

/** A folder that is not searched. */
type HiddenRequest = {
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
async function describeHidden(request: HiddenRequest): Promise<string | undefined> {
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
