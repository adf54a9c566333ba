import { isUtf8 } from "node:buffer";
import { AthanorError } from "../error/athanor-error.js";
import type { Revision } from "../revision/revision.js";
import { compact } from "../schema/compact.js";
import type { FileSystem } from "./file-system.js";
import { readChecked } from "./header.js";
import type { CheckedHeader } from "./header.js";
import { openHeaderCache } from "./scan-cache.js";
import type { HeaderReader } from "./scan-cache.js";
import { listFiles, unreadableFile } from "./scan-files.js";
import type { FolderRequest } from "./scan-files.js";
import { isBystander, sourceOf } from "./scan-name.js";
import { readAll } from "./read-all.js";

/** Where to look for revision files, and what may be remembered of them. */
export type ScanRequest = FolderRequest & {
  /** A folder of the user's and of this version of Athanor, for what was read before. Left out: everything is read anew. */
  readonly cacheFolder?: string;
};

/** The revisions found, by path, and what was passed over and why. */
export type Scan = {
  readonly revisions: readonly Revision[];
  /** Sentences, for stderr. */
  readonly warnings: readonly string[];
};

/**
 * Reads the headers of all revision files, without running any.
 *
 * A folder that does not exist counts as empty, and a file without `revision` as none; both with a warning.
 *
 * @throws AthanorError `SYNTAX_ERROR`, `HEADER_UNREADABLE`, `HEADER_INCOMPLETE`, `UNREADABLE_FILE`, `EMPTY_FILE`
 * @example await scanRevisions({ folders: ["/app/migrations/versions"], recursive: false, fileSystem: fs })
 */
export async function scanRevisions(request: ScanRequest): Promise<Scan> {
  const warnings: string[] = [];
  const paths = await listFiles(request, warnings);
  const readings = await readHeaders(request, paths);
  const found = new Map(paths.map((path, index) => [path, readings[index] ?? {}]));
  const revisions: Revision[] = [];
  for (const [path, { header, failure }] of found) {
    const source = sourceOf(path);
    const original = source === undefined ? undefined : found.get(source)?.header;
    if (isCompiled(header, original)) continue;
    if (failure !== undefined) throw failure;
    if (header !== undefined) revisions.push({ ...header, path });
    else if (!isBystander(path)) warnings.push(withoutRevision(path));
  }
  return { revisions, warnings };
}

/** What came of a file: a header, or none, or the reason why nobody can tell. */
type Reading = { readonly header?: CheckedHeader; readonly failure?: AthanorError };

/** Beside its source, a file of the same revision is what a compiler made of it; so is one of no revision, or of none that can be read. */
function isCompiled(
  header: CheckedHeader | undefined,
  original: CheckedHeader | undefined,
): boolean {
  return original !== undefined && (header === undefined || header.id === original.id);
}

async function readHeaders(
  request: ScanRequest,
  paths: readonly string[],
): Promise<readonly Reading[]> {
  const { fileSystem, cacheFolder, folders, recursive } = request;
  const read = (path: string) => readFileHeader(fileSystem, path);
  if (cacheFolder === undefined) return readAll(paths, (path) => attempt(read, path));
  const key = JSON.stringify([folders, recursive]);
  const cache = await openHeaderCache(fileSystem, cacheFolder, key, read);
  const recalled = new Map<string, Reading>();
  for (const path of paths) {
    const header = cache.recall(path);
    if (header !== undefined) recalled.set(path, header === null ? {} : { header });
  }
  const others = paths.filter((path) => !recalled.has(path));
  const readings = await readAll(others, (path) => attempt(cache.read, path));
  await cache.save();
  others.forEach((path, index) => recalled.set(path, readings[index] ?? {}));
  return paths.map((path) => recalled.get(path) ?? {});
}

/** Keeps a failure instead of throwing it, so that of several the first by path is told, not the first in time. */
async function attempt(read: HeaderReader, path: string): Promise<Reading> {
  try {
    return compact({ header: await read(path) });
  } catch (failure) {
    if (failure instanceof AthanorError) return { failure };
    throw failure;
  }
}

function withoutRevision(path: string): string {
  return `"${path}" lies among the revision files but exports no "revision"; it is ignored.`;
}

async function readFileHeader(
  fileSystem: FileSystem,
  path: string,
): Promise<CheckedHeader | undefined> {
  const bytes = await fileSystem.readFile(path).catch((cause: unknown) => {
    throw unreadableFile(path, cause);
  });
  if (!isUtf8(bytes) || bytes.includes(0)) throw unreadableFile(path, "it is no text in UTF-8");
  const text = bytes.toString("utf8");
  if (text.trim() === "" && !isBystander(path)) throw emptyFile(path);
  return readChecked(path, text);
}

function emptyFile(path: string): AthanorError {
  return new AthanorError({
    code: "EMPTY_FILE",
    message: `"${path}" lies among the revision files and is empty. A revision may be missing.`,
    suggestions: [`git checkout -- ${path}`, `rm ${path}`],
    facts: { path },
  });
}
