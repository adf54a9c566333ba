import { join } from "node:path";
import * as z from "zod/mini";
import { compact } from "../schema/compact.js";
import type { EntityNames } from "../diff/candidate/memory.js";
import { AthanorError } from "../error/athanor-error.js";
import type { FileSystem } from "./file-system.js";
import { readIfThere, replaceFile } from "./own-file.js";

/** By the database's name in `env.ts`; `default` where there is one only. */
export type NamesByDatabase = Readonly<Record<string, EntityNames>>;

/**
 * Where the names of entities and properties are kept that the database's own do not tell, and what they keep in texts:
 * `<scriptLocation>/entity-names.json`, under version control.
 */
export function entityNamesPath(scriptLocation: string): string {
  return join(scriptLocation, "entity-names.json");
}

const texts = z.record(z.string(), z.string());
const contents = z.record(z.string(), z.enum(["list", "json"]));
const names = z.object({ entities: texts, properties: texts, contents: z.optional(contents) });
const form = z.record(z.string(), names);

/**
 * The names as they were when a revision was last generated. None where there is no file.
 *
 * @param scriptLocation absolute
 * @throws AthanorError `INVALID_NAMES_FILE`
 */
export async function readEntityNames(
  fileSystem: Pick<FileSystem, "readFile">,
  scriptLocation: string,
): Promise<NamesByDatabase> {
  const path = entityNamesPath(scriptLocation);
  const text = await readIfThere(fileSystem, path, (cause) => invalid(path, cause));
  if (text === undefined) return {};
  try {
    const parsed = Object.entries(form.parse(JSON.parse(text)));
    return Object.fromEntries(parsed.map(([database, own]) => [database, sorted(own)]));
  } catch (cause) {
    throw invalid(path, cause);
  }
}

/**
 * Writes the names, one a line, sorted, where they are others than before. Where there were none and are none, no file
 * is made.
 *
 * @param scriptLocation absolute
 */
export async function writeEntityNames(
  fileSystem: Pick<FileSystem, "readFile" | "writeFile" | "rename" | "rm">,
  scriptLocation: string,
  given: NamesByDatabase,
): Promise<void> {
  const before = await readEntityNames(fileSystem, scriptLocation);
  const merged = Object.entries({ ...before, ...given }).filter(([, own]) => !isEmpty(own));
  const after = Object.fromEntries(merged.map(([database, own]) => [database, sorted(own)]));
  const text = `${JSON.stringify(after, undefined, 2)}\n`;
  const held = `${JSON.stringify(before, undefined, 2)}\n`;
  if (text !== held) await replaceFile(fileSystem, entityNamesPath(scriptLocation), text);
}

function isEmpty({ entities, properties, contents: held = {} }: EntityNames): boolean {
  return [entities, properties, held].every((each) => Object.keys(each).length === 0);
}

type Parsed = z.infer<typeof names>;

function sorted({ entities, properties, contents: held }: Parsed | EntityNames): EntityNames {
  return {
    entities: inOrder(entities),
    properties: inOrder(properties),
    ...compact({ contents: held && inOrder(held) }),
  };
}

function inOrder<Value>(by: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(by).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function invalid(path: string, cause: unknown): AthanorError {
  return new AthanorError({
    code: "INVALID_NAMES_FILE",
    message: `"${path}" cannot be read: it holds, for each database, the objects "entities" and "properties" of names, and may hold "contents".`,
    suggestions: [`Delete "${path}": the next revision --autogenerate writes it again.`],
    facts: { path },
    cause,
  });
}
