import { join } from "node:path";
import * as z from "zod/mini";
import type { EntityNames } from "../diff/candidate/memory.js";
import { AthanorError } from "../error/athanor-error.js";
import type { FileSystem } from "./file-system.js";

/** By the database's name in `env.ts`; `default` where there is one only. */
export type NamesByDatabase = Readonly<Record<string, EntityNames>>;

/**
 * Where the names of entities and properties are kept that the database's own do not tell:
 * `<scriptLocation>/entity-names.json`, under version control.
 */
export function entityNamesPath(scriptLocation: string): string {
  return join(scriptLocation, "entity-names.json");
}

const texts = z.record(z.string(), z.string());
const form = z.record(z.string(), z.object({ entities: texts, properties: texts }));

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
  const text = await fileSystem.readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return "{}";
    throw invalid(path, cause);
  });
  try {
    return form.parse(JSON.parse(text));
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
  fileSystem: Pick<FileSystem, "readFile" | "writeFile">,
  scriptLocation: string,
  names: NamesByDatabase,
): Promise<void> {
  const before = await readEntityNames(fileSystem, scriptLocation);
  const merged = Object.entries({ ...before, ...names }).filter(([, own]) => !isEmpty(own));
  const after = Object.fromEntries(merged.map(([database, own]) => [database, sorted(own)]));
  const text = `${JSON.stringify(after, undefined, 2)}\n`;
  const held = `${JSON.stringify(before, undefined, 2)}\n`;
  if (text !== held) await fileSystem.writeFile(entityNamesPath(scriptLocation), text);
}

function isEmpty({ entities, properties }: EntityNames): boolean {
  return Object.keys(entities).length + Object.keys(properties).length === 0;
}

function sorted({ entities, properties }: EntityNames): EntityNames {
  const inOrder = (names: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(names).sort(([left], [right]) => (left < right ? -1 : 1)));
  return { entities: inOrder(entities), properties: inOrder(properties) };
}

function invalid(path: string, cause: unknown): AthanorError {
  return new AthanorError({
    code: "INVALID_NAMES_FILE",
    message: `"${path}" cannot be read: it holds, for each database, the objects "entities" and "properties" of names.`,
    suggestions: [`Delete "${path}": the next revision --autogenerate writes it again.`],
    facts: { path },
    cause,
  });
}
