import type { Dialect } from "../plugin/dialect.js";
import type { OwnTables } from "../plugin/version-store.js";
import type { QualifiedName } from "../schema/name.js";

/** The tables that Athanor keeps in a database: `athanor_log` and, where it is needed, `athanor_journal` beside `athanor_version`. */
export function ownTablesOf(
  { capabilities }: Pick<Dialect, "capabilities">,
  version: QualifiedName,
): OwnTables {
  const log = logTableOf(version);
  return capabilities.transactionalDdl
    ? { version, log }
    : { version, log, journal: beside(version, "journal") };
}

/** The log's table beside a version table: `athanor_log` beside `athanor_version`. */
export function logTableOf(version: QualifiedName): QualifiedName {
  return beside(version, "log");
}

/** The lock's table beside a version table, where the lock is a row: `athanor_lock` beside `athanor_version`. */
export function lockTableOf(version: QualifiedName): QualifiedName {
  return beside(version, "lock");
}

function beside(version: QualifiedName, ending: string): QualifiedName {
  return { ...version, name: `${version.name.replace(/_version$/, "")}_${ending}` };
}
