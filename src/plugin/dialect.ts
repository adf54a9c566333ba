import type { DialectCatalog } from "./catalog.js";
import type { DialectDdl } from "./ddl.js";
import type { OrmFacts } from "./orm.js";
import type { DialectRows } from "./rows.js";
import type { DialectSession } from "./session.js";
import type { VersionStore } from "./version-store.js";

/**
 * Everything Athanor must know of one database product. All of it is data and functions: nothing is inherited,
 * nothing is registered.
 */
export type Dialect = {
  /** What {@link Connection.dialect} says of its databases: `"postgres"`. */
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly catalog: DialectCatalog;
  readonly ddl: DialectDdl;
  readonly rows: DialectRows;
  readonly session: DialectSession;
  /** The tables that Athanor keeps in the database. */
  readonly store: VersionStore;
  /** What the ORM makes of it. Left out: no data source leads to it, and `athanor/typeorm` refuses it. */
  readonly orm?: OrmFacts;
};

/** Indexes with a condition; ON DELETE and ON UPDATE actions; foreign keys of tables that refer to each other. */
export type Lack = "partialIndexes" | "referentialActions" | "circularForeignKeys";

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
  /** What the database lacks of what nearly all have. Left out: nothing. */
  readonly lacks?: readonly Lack[];
  /** Longest identifier, in `unit`s. Left out: no limit. */
  readonly identifierLimit?: { readonly length: number; readonly unit: "bytes" | "characters" };
};
