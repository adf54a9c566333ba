import type { Dialect } from "../plugin/dialect.js";
import type { OwnTables } from "../plugin/version-store.js";
import type { QualifiedName } from "../schema/name.js";

/** The tables that Athanor keeps in a database: `athanor_log` and `athanor_journal` beside `athanor_version`. */
export function ownTablesOf(version: QualifiedName): Required<OwnTables> {
  return { version, log: logTableOf(version), journal: beside(version, "journal") };
}

/** Those without which no run begins: where definitions take part in transactions, the journal is made when it is needed. */
export function neededTablesOf(
  { capabilities }: Pick<Dialect, "capabilities">,
  version: QualifiedName,
): OwnTables {
  const { journal, ...needed } = ownTablesOf(version);
  return capabilities.transactionalDdl ? needed : { ...needed, journal };
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
