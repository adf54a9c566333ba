import { join } from "node:path";
import { AthanorError } from "../error/athanor-error.js";
import type { Tags } from "../revision/graph.js";
import type { FileSystem } from "./file-system.js";
import { messageOf } from "../error/thrown.js";
import { readIfThere, replaceFile } from "./own-file.js";

/** Where the tags are kept: `<scriptLocation>/tags.json`, under version control. */
export function tagsPath(scriptLocation: string): string {
  return join(scriptLocation, "tags.json");
}

/**
 * The tags, by name: each stands for the full id of a revision. None where there is no file.
 *
 * @param scriptLocation absolute
 * @throws AthanorError `INVALID_TAGS_FILE`
 */
export async function readTags(
  fileSystem: Pick<FileSystem, "readFile">,
  scriptLocation: string,
): Promise<Tags> {
  const path = tagsPath(scriptLocation);
  const fail = (cause: Error) => invalidTags(path, `cannot be read: ${cause.message}`, cause);
  const text = (await readIfThere(fileSystem, path, fail)) ?? "{}";
  const tags = checkTags(path, parseTags(path, text));
  rejectTwice(path, text);
  return tags;
}

/**
 * Writes all tags, one line a tag, sorted, so that two git branches that each add one merge without a conflict more often than not.
 *
 * @param scriptLocation absolute
 * @throws AthanorError `UNWRITABLE_FILE`
 */
export async function writeTags(
  fileSystem: Pick<FileSystem, "writeFile" | "rename" | "rm">,
  scriptLocation: string,
  tags: Tags,
): Promise<void> {
  await replaceFile(fileSystem, tagsPath(scriptLocation), renderTags(tags));
}

/**
 * Tells git to keep the lines of both sides where two branches changed the tags, unless the folder has a `.gitattributes` of its own.
 *
 * @param scriptLocation absolute
 */
export async function keepTagsMergeable(
  fileSystem: Pick<FileSystem, "writeFile">,
  scriptLocation: string,
): Promise<void> {
  const path = join(scriptLocation, ".gitattributes");
  await fileSystem
    .writeFile(path, "tags.json merge=union\n", { flag: "wx" })
    .catch((failure: NodeJS.ErrnoException) => {
      if (failure.code !== "EEXIST") throw failure;
    });
}

function renderTags(tags: Tags): string {
  const lines = Object.keys(tags)
    .sort()
    .map((tag) => `  ${JSON.stringify(tag)}: ${JSON.stringify(tags[tag])}`);
  return lines.length === 0 ? "{}\n" : `{\n${lines.join(",\n")}\n}\n`;
}

function parseTags(path: string, text: string): unknown {
  try {
    return JSON.parse(repairCommas(text.replace(/^\uFEFF/u, "")));
  } catch (cause) {
    const conflict = /^(?:<{7}|={7}|>{7})/mu.test(text);
    const rule = conflict
      ? "holds a merge conflict: keep the lines of both sides, one tag a line"
      : `is not JSON: ${messageOf(cause)}`;
    throw invalidTags(path, rule, cause);
  }
}

/** A merge by git may leave a comma too few or too many at the end of a line; the line still says what it says. */
function repairCommas(text: string): string {
  return text.replace(/"\s*,?\s*\n(?=\s*")/gu, '",\n').replace(/,\s*\}\s*$/u, "}");
}

/** JSON itself would take the last of two lines in silence. */
function rejectTwice(path: string, text: string): void {
  const seen = new Set<string>();
  for (const [, tag = ""] of text.matchAll(/^\s*("(?:[^"\\]|\\.)*")\s*:/gmu)) {
    if (seen.has(tag)) throw invalidTags(path, `has two lines for tag ${tag}: keep one of them`);
    seen.add(tag);
  }
}

function checkTags(path: string, value: unknown): Tags {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalidTags(path, "is not an object of tags");
  const tags = new Map<string, string>();
  for (const [tag, id] of Object.entries(value)) {
    if (typeof id !== "string") throw invalidTags(path, `gives tag "${tag}" no revision id`);
    tags.set(tag, id);
  }
  return Object.fromEntries(tags);
}

function invalidTags(path: string, rule: string, cause?: unknown): AthanorError {
  return new AthanorError({
    code: "INVALID_TAGS_FILE",
    message: `"${path}" ${rule}. It holds one JSON object: names of tags, each with the full id of a revision.`,
    suggestions: [`$EDITOR ${path}`],
    facts: { path },
    cause,
  });
}
