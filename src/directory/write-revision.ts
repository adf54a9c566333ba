import { basename, dirname, join } from "node:path";
import { AthanorError } from "../error/athanor-error.js";
import type { FileSystem } from "./file-system.js";

export type WriteRequest = {
  /** Absolute path of the folder of revisions. */
  readonly folder: string;
  /** Relative to it; sub-folders are made. */
  readonly fileName: string;
  readonly text: string;
  readonly fileSystem: FileSystem;
};

const withoutLinks = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EXDEV", "EMLINK"]);

/** Gives a finished file its name, unless something has that name already. */
async function publish(temporary: string, path: string, text: string, fileSystem: FileSystem) {
  await fileSystem.link(temporary, path).catch(async (failure: NodeJS.ErrnoException) => {
    if (!withoutLinks.has(failure.code ?? "")) throw failure;
    await fileSystem.writeFile(path, text, { flag: "wx" });
  });
}

export function fileExists(path: string, cause?: unknown): AthanorError {
  return new AthanorError({
    code: "FILE_EXISTS",
    message: `"${path}" exists already, and Athanor never overwrites a file.`,
    suggestions: ["Choose another message or revision id, or move that file away."],
    facts: { path },
    cause,
  });
}

function explain(failure: NodeJS.ErrnoException, path: string): AthanorError {
  if (failure.code === "EEXIST") return fileExists(path, failure);
  return new AthanorError({
    code: "FILE_NOT_WRITTEN",
    message: `"${path}" could not be written: ${failure.message}.`,
    suggestions: [`Check that ${dirname(path)} is a folder and writable.`],
    facts: { path },
    cause: failure,
  });
}

/**
 * Writes a revision file: whole or not at all, never over another.
 *
 * @returns its absolute path.
 * @throws AthanorError `FILE_EXISTS`, `FILE_NOT_WRITTEN`.
 */
export async function writeRevision(request: WriteRequest): Promise<string> {
  const { folder, fileName, text, fileSystem } = request;
  const path = join(folder, fileName);
  const temporary = join(dirname(path), `.${basename(path)}.tmp`);
  try {
    await fileSystem.mkdir(dirname(path), { recursive: true });
    await fileSystem.writeFile(temporary, text);
    await publish(temporary, path, text, fileSystem);
  } catch (failure) {
    throw explain(failure as NodeJS.ErrnoException, path);
  } finally {
    // A leftover hides no error of the write itself; the next write to this name replaces it.
    await fileSystem.rm(temporary, { force: true }).catch(() => undefined);
  }
  return path;
}
