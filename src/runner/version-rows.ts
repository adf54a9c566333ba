import type { LogEntry } from "../plugin/version-store.js";
import type { QualifiedName } from "../schema/name.js";
import { ask, askAll } from "./run-statement.js";
import type { Session } from "./session.js";
import type { RunTarget } from "./run-request.js";

/** The log's table beside a version table: `athanor_log` beside `athanor_version`. */
export function logTableOf(table: QualifiedName): QualifiedName {
  return { ...table, name: `${table.name.replace(/_version$/, "")}_log` };
}

/** The version rows, sorted; none where there is no version table. */
export function readRows({
  connection,
  dialect,
  versionTable,
}: RunTarget): Promise<readonly string[]> {
  return dialect.versionStore.read(connection, versionTable);
}

/** Creates the version table and the log where either is missing; answers whether it did. */
export async function ensureTables(session: Session): Promise<boolean> {
  const { connection, dialect, versionTable } = session.target;
  const log = logTableOf(versionTable);
  const { exists, create } = dialect.versionStore;
  if ((await exists(connection, versionTable)) && (await exists(connection, log))) return false;
  await askAll(session, create(versionTable, log));
  return true;
}

/** Writes the changes of the version rows, and the lines of the log, that have come together. */
export function writeRows(session: Session): Promise<void> {
  const { dialect, versionTable } = session.target;
  const { remove, insert, appendLog } = dialect.versionStore;
  const { removes, inserts, lines } = session.moves.take();
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
  session.moves.note(entryOf(session, facts));
}

/** A line of the log, written now. */
export async function writeLog(session: Session, facts: LogFacts): Promise<void> {
  const { dialect, versionTable } = session.target;
  const line = entryOf(session, facts);
  await ask(session, dialect.versionStore.appendLog(logTableOf(versionTable), [line]));
}

function entryOf({ target: { world } }: Session, facts: LogFacts): LogEntry {
  const { user: appliedBy, version } = world;
  return { ...facts, appliedAt: world.now().toISOString(), appliedBy, version };
}

function inHundreds<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const size = 100;
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, part) => part * size);
  return starts.map((start) => items.slice(start, start + size));
}
