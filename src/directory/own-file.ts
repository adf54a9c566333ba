import { AthanorError } from "../error/athanor-error.js";
import { messageOf } from "../error/thrown.js";
import type { FileSystem } from "./file-system.js";

/** The text of a file; undefined where there is none. `fail` makes an error of any other refusal to read it. */
export async function readIfThere(
  fileSystem: Pick<FileSystem, "readFile">,
  path: string,
  fail: (cause: NodeJS.ErrnoException) => AthanorError,
): Promise<string | undefined> {
  try {
    return await fileSystem.readFile(path, "utf8");
  } catch (thrown) {
    // Its class may be another realm's, as under Jest: only its code tells.
    const cause = thrown as NodeJS.ErrnoException;
    if (cause.code === "ENOENT") return undefined;
    throw fail(cause);
  }
}

/**
 * Replaces a file in one stroke: a reader sees the old text or the new one, and so does the next run where this one is
 * killed. The new text stands in `<path>.new` until then.
 *
 * @param path absolute
 * @throws AthanorError `UNWRITABLE_FILE`
 */
export async function replaceFile(
  fileSystem: Pick<FileSystem, "writeFile" | "rename" | "rm">,
  path: string,
  text: string,
): Promise<void> {
  const draft = `${path}.new`;
  try {
    await fileSystem.writeFile(draft, text);
    await fileSystem.rename(draft, path);
  } catch (cause) {
    await fileSystem.rm(draft, { force: true });
    throw new AthanorError({
      code: "UNWRITABLE_FILE",
      message: `"${path}" cannot be written: ${messageOf(cause)}.`,
      facts: { path },
      cause,
    });
  }
}
