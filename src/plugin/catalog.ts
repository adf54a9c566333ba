import type { QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Connection, Row } from "./connection.js";

/** What a dialect reads from a server: what it is, and what the database holds. */
export type DialectCatalog = {
  readonly server: (connection: Connection) => Promise<Server>;
  /** Reads the database in a number of queries that does not grow with its tables (SQLite: one per catalog where PRAGMA functions allow). */
  readonly inspect: (connection: Connection, server: Server, scope: Scope) => Promise<Schema>;
  /** Gives the wanted schema in the server's own words, by asking the server where text alone cannot tell. Leaves nothing behind. */
  readonly canonicalize: (request: CanonicalizeRequest) => Promise<Canonical>;
  /** All rows of a table that exists: what an ORM keeps about the schema. */
  readonly readRows: (connection: Connection, table: QualifiedName) => Promise<readonly Row[]>;
  /**
   * The names of the triggers that fire when an UPDATE of the table sets these columns, in the order of their names.
   * Left out: nobody is told of them.
   */
  readonly triggersOn?: (
    connection: Connection,
    table: QualifiedName,
    columns: readonly string[],
  ) => Promise<readonly string[]>;
};

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

export type CanonicalizeRequest = {
  readonly wanted: Schema;
  /** What the database holds now: what matches it at first sight need not be asked. */
  readonly actual: Schema;
  readonly connection: Connection;
  readonly server: Server;
};

/** A wanted schema, as this very server would report it. */
export type Canonical = {
  readonly schema: Schema;
  /** What could not be asked of the server, and why; textual rules were used there. */
  readonly notes: readonly string[];
};
