import type { AlterColumn } from "../operation/column-operation.js";
import type { Backfill } from "../operation/data-operation.js";
import type { Hazard } from "../operation/hazard.js";
import type { Operation } from "../operation/operation.js";
import type { RowQuestion } from "../operation/row-question.js";
import type { QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Conduct } from "./conduct.js";
import type { Connection, Row } from "./connection.js";
import type { DatabaseError, Fault } from "./fault.js";
import type { Resumption } from "./journal.js";
import type { Limits } from "./limits.js";
import type { LockRoom } from "./lock-room.js";
import type { LockRows } from "./lock-rows.js";
import type { Reading } from "./reading.js";
import type { SessionSettings } from "./session-settings.js";
import type { Statement } from "./statement.js";
import type { Trial } from "./trial.js";
import type { VersionStore } from "./version-store.js";
import type { Watch } from "./watch.js";

/** What this server is. */
export type Server = {
  /** Which of the products that one dialect speaks to. Left out: the dialect has one only. */
  readonly product?: string;
  /** `major * 10000 + minor * 100 + patch`, PostgreSQL as its own `server_version_num`. */
  readonly version: number;
  /** As the server prints it. */
  readonly versionText: string;
  readonly database: string | undefined;
  /** What a new table is written in unless it says otherwise, where the database decides that. */
  readonly collation?: string;
  /** The schema that a bare name means. */
  readonly defaultSchema: string | undefined;
  /** The server's number of this very session, where it has such. */
  readonly session?: string;
};

/** Which part of a database to read. Left out: all of the default schema and the named schemas. */
export type Scope = {
  /** Schemas beyond the default one and those of `tables`. `["*"]`: every schema, the system's own left out. */
  readonly schemas?: readonly string[];
  /** Only these tables and views, with everything that hangs on them (and the views that read them). */
  readonly tables?: readonly QualifiedName[];
  /** Answers false for a name that must not even be read. */
  readonly includeName?: (name: QualifiedName) => boolean;
};

/** A wanted schema, as this very server would report it. */
export type Canonical = {
  readonly schema: Schema;
  /** What could not be asked of the server, and why; textual rules were used there. */
  readonly notes: readonly string[];
};

export type CanonicalizeRequest = {
  readonly wanted: Schema;
  /** What the database holds now: what matches it at first sight need not be asked. */
  readonly actual: Schema;
  readonly connection: Connection;
  readonly server: Server;
};

export type CompileContext = {
  /** Left out offline. */
  readonly server?: Server;
  /**
   * The database as it is just before this operation, in the given scope: inspected online, replayed offline.
   * Throws `STATE_UNKNOWN` offline where the history does not tell.
   */
  readonly state: (scope: Scope) => Promise<Schema>;
  /** What was done before this operation in the same transaction, oldest first. Left out: nothing that is known. */
  readonly earlier?: readonly Operation[];
};

/** Where an operation is to run. */
export type HazardPlace = {
  /** Left out: any that the dialect speaks to. */
  readonly server?: Server;
  /** The database just before the operation, as far as it is known. */
  readonly state: Schema;
};

/** The values of a key's columns, in the dialect's own words: what `last` gave. */
export type BatchKey = readonly string[];

/** An update in batches, each the rows between two keys. Statements hold their values. */
export type Batches = {
  /** Gives one row, whose `count` says how many rows are to be updated. */
  readonly count: string;
  /** Gives the last key of the batch after this one as one row, its columns in the key's order; no row where none is left. */
  readonly last: (after: BatchKey | undefined) => string;
  readonly update: (after: BatchKey | undefined, upTo: BatchKey) => string;
};

/** What a dialect can do. Every boolean is false unless stated. */
export type Capabilities = {
  /** DDL takes part in transactions and can be rolled back. */
  readonly transactionalDdl: boolean;
  /** Enums are objects of their own, created before the columns that use them. */
  readonly enumTypes: boolean;
  readonly schemas: boolean;
  readonly sequences: boolean;
  readonly materializedViews: boolean;
  readonly tableComments: boolean;
  readonly columnComments: boolean;
  readonly exclusionConstraints: boolean;
  readonly deferrableConstraints: boolean;
  /** Constraints and primary keys have names of their own. */
  readonly namedPrimaryKeys: boolean;
  /** Indexes can be made while others write, outside of a transaction. Left out: false. */
  readonly concurrentIndexes?: boolean;
  /**
   * Changes to one table are cheaper together (SQLite's rebuild, MySQL's ALTER): the runner holds them back until
   * something else is asked of the database, and autogenerate groups them.
   */
  readonly batchesTableChanges: boolean;
  /** Drops whose statement needs no more than the name: a script may hold them whatever it knows. Left out: none. */
  readonly dropsByName?: readonly ("dropTable" | "dropColumn" | "dropIndex" | "dropConstraint")[];
  /** Longest identifier, in `unit`s. Left out: no limit. */
  readonly identifierLimit?: { readonly length: number; readonly unit: "bytes" | "characters" };
};

/** Statements around the transaction of a script that somebody else runs. A comment may stand above each. */
export type ScriptPreparation = {
  readonly before: readonly string[];
  /** Just before COMMIT: rows that it gives are wrong, and the transaction should be rolled back. */
  readonly check: readonly string[];
  readonly after: readonly string[];
};

/** How transactions are spoken. */
export type Transactions = {
  readonly begin: string;
  readonly commit: string;
  readonly rollback: string;
  /**
   * What is always refused when it runs outside a transaction, and changes nothing: so that the driver and the ORM make an
   * error of their classes. Left out: errors thrown again are of the class `Error`.
   */
  readonly refused?: string;
  /**
   * Prepares the connection before BEGIN (SQLite: foreign key enforcement off) and gives the way back,
   * which runs after COMMIT and after ROLLBACK alike.
   */
  readonly prepare: (connection: Connection) => Promise<() => Promise<void>>;
  /** Runs just before COMMIT; throws to prevent it (SQLite: `foreign_key_check`). */
  readonly verify: (connection: Connection) => Promise<void>;
  /** What `prepare` and its way back come to in a script. Left out: nothing. */
  readonly script?: ScriptPreparation;
};

export type LockRequest = {
  readonly connection: Connection;
  /** Database, schema and version table: what must not be upgraded twice at once. */
  readonly key: string;
  readonly timeoutMilliseconds: number;
  /** The session of {@link Server} that is to work under the lock. */
  readonly worker?: string;
  /** Ends the waiting: throws what the signal was aborted with. */
  readonly signal?: AbortSignal;
  /** Called once when the lock is held by another; `holder` in the server's own words, where it tells. */
  readonly onWait: (holder: string | undefined) => void;
};

/** Takes the database's own lock, or throws `LOCK_TIMEOUT`. The result frees it. */
export type Lock = (request: LockRequest) => Promise<() => Promise<void>>;

/**
 * Everything Athanor must know of one database product. All of it is data and functions: nothing is inherited,
 * nothing is registered.
 */
export type Dialect = {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly server: (connection: Connection) => Promise<Server>;
  /** Reads the database in a number of queries that does not grow with its tables (SQLite: one per catalog where PRAGMA functions allow). */
  readonly inspect: (connection: Connection, server: Server, scope: Scope) => Promise<Schema>;
  /** Gives the wanted schema in the server's own words, by asking the server where text alone cannot tell. Leaves nothing behind. */
  readonly canonicalize: (request: CanonicalizeRequest) => Promise<Canonical>;
  /** Groups and reorders generated operations as this database wants them (SQLite: one batch a table). */
  readonly arrange: (operations: readonly Operation[]) => readonly Operation[];
  /** The statements that carry out one operation. Throws `UNSUPPORTED_OPERATION` naming the alternative. */
  readonly compile: (
    operation: Operation,
    context: CompileContext,
  ) => Promise<readonly Statement[]>;
  /**
   * What an operation does to those who use its table, beside what it does to rows on every database: whether all rows
   * are written anew, and who waits meanwhile. A batch is one operation. Left out: nothing is known of that.
   */
  readonly hazards?: (operation: Operation, place: HazardPlace) => readonly Hazard[];
  /** How a backfill with a `batchSize` goes through the rows; nothing where the table has no key to go by. */
  readonly batches: (operation: Backfill, context: CompileContext) => Promise<Batches | undefined>;
  /**
   * The statement that answers a question about rows: `count` of those it is about and `seen` of those looked at, the
   * first `limit` of the table. A conversion may be carried out in it, and fail. Undefined where there is nothing to ask.
   */
  readonly rowCheck: (question: RowQuestion, limit: number) => string | undefined;
  /** How `rowCheck` is asked where a conversion in it may fail. Left out: none does. */
  readonly trial?: Trial;
  /**
   * How the values of a column may be taken whose type changes, where the types do not decide: a text may hold one value,
   * a list or JSON. The last is what is done where nobody says otherwise. Left out, or empty: the types decide.
   */
  readonly readings?: (change: Pick<AlterColumn, "from" | "to">) => readonly Reading[];
  /**
   * The names of the triggers that fire when an UPDATE of the table sets these columns, in the order of their names.
   * Left out: nobody is told of them.
   */
  readonly triggersOn?: (
    connection: Connection,
    table: QualifiedName,
    columns: readonly string[],
  ) => Promise<readonly string[]>;
  readonly transactions: Transactions;
  /** What to do about a refusal with this code, as one sentence, where the server's own words do not tell. */
  readonly advice?: (code: string) => string | undefined;
  /**
   * What a refusal means that is the server's, the network's or the operator's doing (connection lost, server read-only, right
   * missing, disk full); undefined for all others. `url` is the connection's.
   */
  readonly fault?: (error: DatabaseError, url: string) => Fault | undefined;
  readonly lock: Lock;
  /** Left out: a transaction may hold as many locks as it takes. */
  readonly lockRoom?: LockRoom;
  /**
   * Keeps the server from ending the session because it is idle, between statements and inside a transaction, and gives
   * the way back. Left out: the server ends no session for that.
   */
  readonly keepAlive?: (connection: Connection) => Promise<() => Promise<void>>;
  /** How work is taken up again that stopped half way. Left out: of a statement that no transaction held, nobody knows whether it was carried out. */
  readonly resumption?: Resumption;
  /** Left out: nobody reaches this server through a pooler that would part a session from its locks. */
  readonly lockRows?: LockRows;
  /** Left out: nobody looks whether a revision leaves its session as it found it. */
  readonly conduct?: Conduct;
  /** Left out: every session is as the statements need it. */
  readonly sessionSettings?: SessionSettings;
  /** Left out: no limit can be set. */
  readonly limits?: Limits;
  /** Left out: the server tells nothing of a statement while it runs. */
  readonly watch?: Watch;
  readonly versionStore: VersionStore;
  /** All rows of a table that exists: what an ORM keeps about the schema. */
  readonly readRows: (connection: Connection, table: QualifiedName) => Promise<readonly Row[]>;
  /** A JavaScript value as SQL text, safely quoted: for offline scripts. */
  readonly literal: (value: unknown) => string;
  readonly quoteName: (name: QualifiedName) => string;
};
