import { dirname, basename, join } from "node:path";
import { pathExists } from "../directory/file-system.js";
import { fileExists } from "../directory/write-revision.js";
import { AthanorError } from "../error/athanor-error.js";
import { messageOf } from "../error/thrown.js";
import type { ReplacedFile } from "./replaced-revisions.js";
import type { Project } from "../project/project.js";

export type Swap = {
  /** Oldest first; the last is that of the newest revision. */
  readonly old: readonly ReplacedFile[];
  /** Where the newest revision is to be. */
  readonly path: string;
  /** What it is to hold. */
  readonly text: string;
  /** Writes what comes before it, and gives the paths. */
  readonly writeOthers: () => Promise<readonly string[]>;
};

/**
 * Puts revision files in the place of others. One file takes the place of one at once. Of several, whoever is killed on the
 * way leaves a history that is refused, since the newest names a parent that is not there: never one of both.
 *
 * @returns the paths, and what puts everything back.
 */
export async function swapRevisionFiles(
  { world }: Project,
  { old, path, text, writeOthers }: Swap,
): Promise<{ readonly paths: readonly string[]; readonly undo: () => Promise<void> }> {
  const { fileSystem } = world;
  const newest = old.at(-1)?.path ?? path;
  if (path !== newest && (await pathExists(fileSystem, path))) throw fileExists(path);
  const written: string[] = [];
  const undo = async (): Promise<void> => {
    for (const one of written) await fileSystem.rm(one, { force: true });
    for (const file of old) await fileSystem.writeFile(file.path, file.text);
  };
  const temporary = join(dirname(newest), `.${basename(newest)}.tmp`);
  try {
    await fileSystem.writeFile(temporary, text);
    for (const file of old.slice(0, -1)) await fileSystem.rm(file.path);
    written.push(...(await writeOthers()));
    await fileSystem.rename(temporary, newest);
    if (path !== newest) {
      await fileSystem.mkdir(dirname(path), { recursive: true });
      await fileSystem.rename(newest, path);
      written.push(path);
    }
  } catch (cause) {
    await fileSystem.rm(temporary, { force: true }).catch(() => undefined);
    await undo();
    throw cause instanceof AthanorError ? cause : notReplaced(newest, cause);
  }
  return { paths: path === newest ? [...written, path] : written, undo };
}

function notReplaced(path: string, cause: unknown): AthanorError {
  return new AthanorError({
    code: "FILE_NOT_WRITTEN",
    message: `"${path}" could not be replaced: ${messageOf(cause)}.`,
    suggestions: [`Check that ${dirname(path)} is a folder and writable.`],
    facts: { path },
    cause,
  });
}
