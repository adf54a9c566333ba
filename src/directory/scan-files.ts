import type { Dirent } from "node:fs";
import { join } from "node:path";
import { AthanorError } from "../error/athanor-error.js";
import type { FileSystem } from "./file-system.js";
import { describeHidden } from "./hidden-folders.js";
import { readAll } from "./read-all.js";
import { isRevisionFile } from "./scan-name.js";
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
