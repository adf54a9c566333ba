import { join } from "node:path";
import * as z from "zod/mini";
import { AthanorError } from "../error/athanor-error.js";
import type { Schema } from "../schema/schema.js";
import type { FileSystem } from "./file-system.js";
import { readIfThere, replaceFile } from "./own-file.js";

/** What a database holds at a place of the history whose revisions do not tell it: they are adopted, or hold plain SQL. */
export type KnownSchema = {
  readonly dialect: string;
  /** The version rows of a database that stands there. */
  readonly revisions: readonly string[];
  readonly schema: Schema;
};

/** By the database's name in `env.ts`; `default` where there is one only. */
export type KnownSchemas = Readonly<Record<string, KnownSchema>>;

/** `<scriptLocation>/known-schema.json`, under version control. */
export function knownSchemaPath(scriptLocation: string): string {
  return join(scriptLocation, "known-schema.json");
}

const named = z.array(z.looseObject({ name: z.string() }));
const table = z.looseObject({
  name: z.string(),
  columns: named,
  uniques: z.array(z.looseObject({})),
  foreignKeys: z.array(z.looseObject({})),
  checks: z.array(z.looseObject({})),
  exclusions: z.array(z.looseObject({})),
  indexes: named,
});
const schemaForm = z.looseObject({
  schemas: z.array(z.string()),
  tables: z.array(table),
  views: named,
  enums: named,
  sequences: named,
  extensions: named,
});
const form = z.record(
  z.string(),
  z.object({ dialect: z.string(), revisions: z.array(z.string()), schema: schemaForm }),
);

/**
 * What is written down; nothing where there is no file.
 *
 * @param scriptLocation absolute
 * @throws AthanorError `INVALID_SCHEMA_FILE`
 */
export async function readKnownSchemas(
  fileSystem: Pick<FileSystem, "readFile">,
  scriptLocation: string,
): Promise<KnownSchemas> {
  const path = knownSchemaPath(scriptLocation);
  const text = await readIfThere(fileSystem, path, (cause) => invalid(path, cause));
  if (text === undefined) return {};
  try {
    // Of each thing the form is looked at, and no more: the file is only ever written from such a schema.
    return form.parse(JSON.parse(text)) as unknown as KnownSchemas;
  } catch (cause) {
    throw invalid(path, cause);
  }
}

/**
 * Writes these beside those of other databases; gives the path of the file.
 *
 * @param scriptLocation absolute
 */
export async function writeKnownSchemas(
  fileSystem: Pick<FileSystem, "readFile" | "writeFile" | "rename" | "rm">,
  scriptLocation: string,
  known: KnownSchemas,
): Promise<string> {
  const before = await readKnownSchemas(fileSystem, scriptLocation);
  const text = `${JSON.stringify({ ...before, ...known }, undefined, 2)}\n`;
  const path = knownSchemaPath(scriptLocation);
  await replaceFile(fileSystem, path, text);
  return path;
}

function invalid(path: string, cause: unknown): AthanorError {
  return new AthanorError({
    code: "INVALID_SCHEMA_FILE",
    message: `"${path}" cannot be read: it holds, for each database, its dialect, the revisions it stands at, and its schema.`,
    suggestions: [
      `Restore "${path}" from version control.`,
      `Delete "${path}": for adopted migrations the next revision --autogenerate writes it again.`,
    ],
    facts: { path },
    cause,
  });
}
