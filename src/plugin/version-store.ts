import type { QualifiedName } from "../schema/name.js";
import type { Connection } from "./connection.js";
import type { Statement } from "./statement.js";

/** One line of the audit trail. */
export type LogEntry = {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade" | "stamp";
  /** ISO 8601, UTC. */
  readonly appliedAt: string;
  /** The operating system's user and host: `deploy@web-1`. */
  readonly appliedBy: string;
  readonly durationMilliseconds: number;
  /** Of the revision file, SHA-256 in hex; empty for a stamp. */
  readonly checksum: string;
  /** Version of Athanor. */
  readonly version: string;
  readonly outcome: "done" | "failed";
  readonly statements: number;
};

/** The two tables that Athanor keeps: the version rows, and the log beside them (`<version table>` with `_log` for `_version`). */
export type VersionStore = {
  readonly exists: (connection: Connection, table: QualifiedName) => Promise<boolean>;
  /** The rows, sorted. Empty where the table does not exist. */
  readonly read: (connection: Connection, table: QualifiedName) => Promise<readonly string[]>;
  /** Newest first. */
  readonly readLog: (connection: Connection, log: QualifiedName) => Promise<readonly LogEntry[]>;
  /** Creates both tables where they are missing. */
  readonly create: (table: QualifiedName, log: QualifiedName) => readonly Statement[];
  readonly insert: (table: QualifiedName, revision: string) => Statement;
  readonly remove: (table: QualifiedName, revision: string) => Statement;
  /** One statement for all of the entries, which are a hundred at most. */
  readonly appendLog: (log: QualifiedName, entries: readonly LogEntry[]) => Statement;
};
