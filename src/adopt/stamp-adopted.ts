import { AthanorError } from "../error/athanor-error.js";
import type { OrmMigration } from "../plugin/orm-migrations.js";
import { findAdopted, isAdoptedId } from "../revision/adopted.js";
import type { Graph } from "../revision/graph.js";
import { minimalRows } from "../revision/rows.js";
import { nameRevisions } from "../revision/wording.js";
import { stamp as setRows, type StampResult as StampedDatabase } from "../runner/stamp.js";
import { acceptOptions } from "../project/accept-options.js";
import {
  runKinds,
  eachDatabase,
  targetOf,
  type DatabaseAccess,
  type RunOptions,
} from "../project/database-access.js";
import {
  projectKinds,
  openProject,
  type ProjectOptions,
  type TagOption,
} from "../project/project.js";

export type StampAdoptedOptions = ProjectOptions & TagOption & RunOptions;

/**
 * Sets the version rows of each database to what the ORM's own tool has run in it, by the table which that keeps. A
 * database that has version rows stays as it is, so that it may be done ahead of every upgrade.
 *
 * @throws AthanorError `MIGRATIONS_OUT_OF_ORDER`.
 * @example
 * await stampAdopted();
 */
export async function stampAdopted(
  options: StampAdoptedOptions = {},
): Promise<{ readonly databases: readonly StampedDatabase[] }> {
  await acceptOptions("stampAdopted", options, { ...projectKinds, ...runKinds, tag: "text" });
  const project = await openProject(options, "stamp");
  const { graph } = await project.history();
  const work = async (access: DatabaseAccess): Promise<StampedDatabase> => {
    const rows = await adoptedRows(graph, access);
    return setRows({
      ...targetOf(project, access, options),
      rows: (present) => (present.length > 0 ? present : rows),
    });
  };
  const databases = await eachDatabase(project, work, options);
  return { databases };
}

/**
 * Refuses to upgrade a database in which the ORM's own tool has run what adopted revisions would run once more.
 *
 * @throws AthanorError `MIGRATIONS_NOT_STAMPED`.
 */
export async function refuseUnstamped(graph: Graph, access: DatabaseAccess): Promise<void> {
  if (!graph.revisions.some(({ id }) => isAdoptedId(id))) return;
  const { dialect, connection, versionTable, name } = access;
  if ((await dialect.store.read(connection, versionTable)).length > 0) return;
  const run = await readRun(access);
  const known = run.filter((migration) => findAdopted(graph, migration) !== undefined);
  if (known.length === 0) return;
  throw new AthanorError({
    code: "MIGRATIONS_NOT_STAMPED",
    message: `In "${name}", ${known.length} of the adopted migrations have been run by the ORM, and no revision is recorded: they would be run once more.`,
    suggestions: ["athanor stamp --adopted"],
    facts: { database: name, migrations: known.map((migration) => migration.name) },
  });
}

/** What the ORM has written down, oldest first; nothing where it has no such table. */
async function readRun(access: DatabaseAccess): Promise<readonly OrmMigration[]> {
  const { database, dialect, connection } = access;
  const { migrations } = database;
  if (migrations === undefined) return [];
  const table = await migrations.table();
  if (!(await dialect.store.exists(connection, table))) return [];
  return (await dialect.catalog.readRows(connection, table)).map(migrations.readRow);
}

async function adoptedRows(graph: Graph, access: DatabaseAccess): Promise<readonly string[]> {
  const run = await readRun(access);
  const applied = new Set(run.flatMap((migration) => findAdopted(graph, migration) ?? []));
  const rows = minimalRows(graph, applied);
  const left = [...graph.ancestors(rows)].filter((id) => !applied.has(id));
  if (left.length > 0) throw outOfOrder(graph, left, access.name);
  return rows;
}

function outOfOrder(graph: Graph, left: readonly string[], database: string): AthanorError {
  return new AthanorError({
    code: "MIGRATIONS_OUT_OF_ORDER",
    message: `In "${database}" later migrations have been run, but not ${nameRevisions(graph, left)}: no revision can say that. Let the ORM run them first, then stamp.`,
    suggestions: ["npx typeorm migration:run -d DATA_SOURCE", "athanor stamp --adopted"],
    facts: { database, revisions: left },
  });
}
