import {
  readKnownSchemas,
  writeKnownSchemas,
  type KnownSchema,
} from "../directory/known-schema.js";
import { isAdoptedId } from "../revision/adopted.js";
import type { Graph } from "../revision/graph.js";
import { appliedBy, minimalRows } from "../revision/rows.js";
import type { Known } from "../runner/replay.js";
import type { Schema } from "../schema/schema.js";
import { eachDatabase, type DatabaseAccess } from "../project/database-access.js";
import { walk } from "../history/walk.js";
import type { Project } from "../project/project.js";
import { readActual } from "../compare/read-sides.js";

/**
 * Writes down what the databases hold where the adopted revisions end, so that what comes after them can be followed
 * without a database; gives the path of the file. Nothing is written where that is known already, or where a database
 * does not stand there or above.
 */
export async function rememberAdopted(project: Project): Promise<string | undefined> {
  const { graph } = await project.history();
  const adopted = graph.revisions.flatMap(({ id }) => (isAdoptedId(id) ? [id] : []));
  if (adopted.length === 0) return undefined;
  const { fileSystem } = project.world;
  const before = await readKnownSchemas(fileSystem, project.config.scriptLocation);
  const { databases } = await project.environment();
  if (Object.keys(databases).every((name) => Object.hasOwn(before, name))) return undefined;
  return remember(project, graph, graph.ancestors(adopted));
}

/** The same of these revisions, of which the database has just been stamped with the last. */
export async function rememberStamped(
  project: Project,
  revision: string,
): Promise<string | undefined> {
  const { graph } = await project.history();
  return remember(project, graph, graph.ancestors([revision]));
}

async function remember(
  project: Project,
  graph: Graph,
  place: ReadonlySet<string>,
): Promise<string | undefined> {
  const known = await eachDatabase(project, async (access) => {
    const schema = await schemaAt(project, graph, access, place);
    if (schema === undefined) return [];
    const revisions = minimalRows(graph, place);
    const held: KnownSchema = { dialect: access.dialect.name, revisions, schema };
    return [[access.name, held] as const];
  });
  const found = known.flat();
  if (found.length === 0) return undefined;
  const { fileSystem } = project.world;
  return writeKnownSchemas(fileSystem, project.config.scriptLocation, Object.fromEntries(found));
}

/** What the database holds, less what later revisions have done to it. Nothing where that cannot be followed. */
async function schemaAt(
  project: Project,
  graph: Graph,
  access: DatabaseAccess,
  place: ReadonlySet<string>,
): Promise<Schema | undefined> {
  const { connection, dialect, versionTable, environment, name } = access;
  const applied = appliedBy(graph, await dialect.store.read(connection, versionTable));
  if (![...place].every((id) => applied.has(id))) return undefined;
  const later = graph.undoOrder.filter(({ id }) => applied.has(id) && !place.has(id));
  const steps = later.map((revision) => ({ revision, direction: "downgrade" as const }));
  const named = { dialect: dialect.name, database: name, kinds: environment.kinds };
  let start: Known = { schema: await readActual(access), notes: [], isDoubtful: false };
  for await (const { notes, after } of walk(project, steps, { named, start })) {
    if (notes.length > 0) return undefined;
    start = after;
  }
  return start.schema;
}
