import { AthanorError } from "../error/athanor-error.js";
import type { Server } from "../plugin/catalog.js";
import type { LogEntry, OwnTables } from "../plugin/version-store.js";
import type { Plan } from "../revision/step.js";
import type { QualifiedName } from "../schema/name.js";
import { inHundreds, ask, askAll } from "./work/ask.js";
import { logTableOf, neededTablesOf, ownTablesOf } from "./own-tables.js";
import type { RunTarget } from "./run-request.js";
import type { Session } from "./session.js";

/** The version rows, sorted; none where there is no version table. */
export function readRows({
  connection,
  dialect,
  versionTable,
}: RunTarget): Promise<readonly string[]> {
  return dialect.store.read(connection, versionTable);
}

/** Creates those of Athanor's own tables that are missing, of those that a run needs or of the given; answers whether it did. */
export async function ensureTables(session: Session, given?: OwnTables): Promise<boolean> {
  const { connection, dialect, versionTable } = session.target;
  const tables = given ?? neededTablesOf(dialect, versionTable);
  const { exists, create } = dialect.store;
  let present = true;
  for (const name of Object.values<QualifiedName>(tables)) {
    present &&= await exists(connection, name);
  }
  if (!present) await askAll(session, create(tables));
  return !present;
}

/** Forgets what is half done: whoever sets the version rows says where the database is. */
export async function forgetJournals(session: Session): Promise<void> {
  const { connection, dialect, versionTable } = session.target;
  const { journal } = ownTablesOf(versionTable);
  if (await dialect.store.exists(connection, journal)) {
    await ask(session, dialect.store.clearJournal(journal));
  }
}

/** Writes the changes of the version rows, and the lines of the log, that have come together. */
export function writeRows(session: Session): Promise<void> {
  const { dialect, versionTable } = session.target;
  const { remove, insert, appendLog } = dialect.store;
  const { removes, inserts, lines } = session.record.versionChanges.take();
  const log = logTableOf(versionTable);
  return askAll(session, [
    ...removes.map((revision) => remove(versionTable, revision)),
    ...inserts.map((revision) => insert(versionTable, revision)),
    ...inHundreds(lines).map((some) => appendLog(log, some)),
  ]);
}

export type LogFacts = Omit<LogEntry, "appliedAt" | "appliedBy" | "version">;

/** A line of the log, written with the version rows. */
export function noteLog(session: Session, facts: LogFacts): void {
  session.record.versionChanges.log(entryOf(session, facts));
}

/** A line of the log, written now. */
export async function writeLog(session: Session, facts: LogFacts): Promise<void> {
  const { dialect, versionTable } = session.target;
  const line = entryOf(session, facts);
  await ask(session, dialect.store.appendLog(logTableOf(versionTable), [line]));
}

function entryOf({ target: { world } }: Session, facts: LogFacts): LogEntry {
  const { user: appliedBy, version } = world;
  return { ...facts, appliedAt: world.now().toISOString(), appliedBy, version };
}

/**
 * Throws `OTHER_VERSION_TABLE` where a first run would begin what another version table beside this one says is done:
 * two environments point at one database, and name their version tables differently.
 *
 * Version tables in schemas of their own are left alone: tenants may share a history.
 */
export async function checkOtherVersionTables(
  { connection, dialect, database, versionTable, otherVersionTables = [] }: RunTarget,
  server: Server,
  rows: readonly string[],
  plan: Plan,
): Promise<void> {
  if (rows.length > 0 || plan.steps.length === 0) return;
  if (versionTable.schema !== undefined && versionTable.schema !== server.defaultSchema) return;
  const planned = new Set(plan.steps.map(({ revision }) => revision.id));
  for (const other of await dialect.store.readOthers(connection, versionTable)) {
    const shared = other.rows.find((row) => planned.has(row));
    if (shared === undefined || otherVersionTables.includes(other.name)) continue;
    throw new AthanorError({
      code: "OTHER_VERSION_TABLE",
      message: `"${other.name}" of this database says that revision "${shared}" is applied, while "${versionTable.name}", the version table of "${database}", has no rows. One database has one version table for one history.`,
      suggestions: [
        `versionTable: "${other.name}" in env.ts`,
        `If "${other.name}" is out of use, remove it, and: athanor stamp ${shared}`,
      ],
      facts: { table: other.name, revision: shared },
    });
  }
}
