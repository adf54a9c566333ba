import { AthanorError } from "../error/athanor-error.js";
import type { ResolvedEnvironment } from "../config/resolved-environment.js";
import { nameKey, type QualifiedName } from "../schema/name.js";

/** Where Athanor keeps the version rows of a database of the environment. */
export function versionTableOf(environment: ResolvedEnvironment, database: string): QualifiedName {
  const name = named(environment.versionTable, database) ?? "athanor_version";
  const schema = named(environment.versionTableSchema, database);
  return schema === undefined ? { name } : { schema, name };
}

/** Those of all databases that the environment names, though only some are acted on. */
export function versionTablesOf(environment: ResolvedEnvironment): readonly QualifiedName[] {
  const { databases, versionTable, versionTableSchema } = environment;
  const given = [databases, versionTable, versionTableSchema].flatMap((each) =>
    typeof each === "object" ? Object.keys(each) : [],
  );
  return [...new Set(given)].map((database) => versionTableOf(environment, database));
}

function named(
  given: string | Readonly<Record<string, string>> | undefined,
  database: string,
): string | undefined {
  if (given === undefined || typeof given === "string") return given;
  return Object.hasOwn(given, database) ? given[database] : undefined;
}

/**
 * Two names for one database need a version table each: of one table, the second would take the rows of the first for its own.
 *
 * Told by their addresses; nothing is connected to.
 *
 * @throws AthanorError `VERSION_TABLE_SHARED`.
 */
export async function rejectSharedTables(environment: ResolvedEnvironment): Promise<void> {
  const entries = Object.entries(environment.databases);
  if (entries.length < 2) return;
  const places = new Map<string, string>();
  for (const [name, database] of entries) {
    const url = (await database.describe?.())?.url;
    if (url === undefined || url.includes(":memory:")) continue;
    const table = versionTableOf(environment, name);
    const place = JSON.stringify([url, nameKey(table)]);
    const other = places.get(place);
    if (other !== undefined) throw shared(other, name, url, table);
    places.set(place, name);
  }
}

function shared(one: string, other: string, url: string, table: QualifiedName): AthanorError {
  return new AthanorError({
    code: "VERSION_TABLE_SHARED",
    message: `The databases "${one}" and "${other}" are one, "${url}", and share the version table "${table.name}": each needs its own, or what was done in one would count as done in the other.`,
    suggestions: [
      `versionTable: { ${JSON.stringify(one)}: "${one}_version", ${JSON.stringify(other)}: "${other}_version" }`,
    ],
    facts: { databases: [one, other], url, table: table.name },
  });
}
