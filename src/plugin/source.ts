import type { Origin, TextContent } from "../diff/origin.js";
import type { Index } from "../schema/index-definition.js";
import type { Constraint } from "../schema/constraint.js";
import type { QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Sequence } from "../schema/sequence.js";
import type { Table } from "../schema/table.js";
import type { RowValues } from "../operation/data-operation.js";
import type { SqlExpression } from "../operation/sql-expression.js";
import type { Server } from "./catalog.js";

export type { Origin, TextContent };

/** What the entities want the database to be. */
export type Wanted = {
  readonly schema: Schema;
  /** Tables and views that entities name but do not manage (`synchronize: false`): never created, changed or dropped. */
  readonly unmanaged: readonly QualifiedName[];
  /** Indexes that entities name but do not manage (`@Index(..., { synchronize: false })`). */
  readonly unmanagedIndexes: readonly { readonly table: QualifiedName; readonly name: string }[];
  /** Indexes that entities want made while others write (`@Index(..., { concurrent: true })`). Left out: none. */
  readonly concurrentIndexes?: readonly { readonly table: QualifiedName; readonly name: string }[];
  /** Tables the ORM keeps for itself (`migrations`, `typeorm_metadata`, `query-result-cache`): known, never compared. Of their rows only those of `records` are kept. */
  readonly reserved: readonly QualifiedName[];
  /** What the ORM writes down about the schema in a table of its own. */
  readonly records?: Records;
  /** What the ORM calls the tables and columns; helps to recognise what only got another name in the database. Left out: nothing is known. */
  readonly origins?: readonly Origin[];
  /** Things the user should know: what was left out, and why. */
  readonly notes: readonly string[];
};

/** Where a wanted schema comes from. */
export type Source = {
  readonly read: () => Promise<Wanted>;
  /**
   * Does this index or constraint of a table carry the name the ORM itself would generate for it?
   * Such an object is the ORM's, hence ours to drop when the entities no longer have it.
   */
  readonly generatesName: (table: Table, object: Constraint | Index) => boolean;
  /** The same for an enum type: would the ORM give this name to the enum of some column of this table? */
  readonly generatesEnumName: (name: QualifiedName, tables: readonly Table[]) => boolean;
  /**
   * Could an entity ask for this index or constraint of a table, or for this sequence? What none can ask for is not
   * dropped for being missing from them, even where the revisions have created it. Default: entities can ask for all.
   */
  readonly expresses?: (object: Expressed) => boolean;
};

/** What a source is asked about in {@link Source.expresses}. */
export type Expressed =
  | { readonly kind: "index"; readonly object: Index }
  | { readonly kind: "constraint"; readonly object: Constraint }
  | { readonly kind: "sequence"; readonly object: Sequence };

/**
 * Rows that an ORM keeps about the schema in a table of its own, and without which its own tools misread the schema.
 * Autogenerate keeps them true: it adds what is missing and deletes what is stale of tables and views that are ours.
 */
export type Records = {
  /** One of the `reserved`. Created where it is missing and there is something to write down. */
  readonly table: Table;
  /** One a fact, only the columns that hold something. */
  readonly rows: readonly RowValues[];
  /** The columns that say where the schema lives. */
  readonly places: readonly RecordPlace[];
  /** What a row is about, its places as expressions. `undefined`: nothing that these entities could ask for; left alone. */
  readonly subject: (row: RowValues) => RecordSubject | undefined;
  /**
   * The row as it would be of this database, where it names another: the database is a copy under another name. Left out:
   * rows name no database.
   */
  readonly moved?: (row: RowValues) => RowValues | undefined;
  /** Does the row that is there say what this row would? */
  readonly says: (held: RowValues, wanted: RowValues) => boolean;
};

/**
 * A column that names the database or the schema. Revisions run on databases of other names: what the server's own
 * `fact` is, they write as the expression.
 */
export type RecordPlace = {
  readonly column: string;
  readonly fact: keyof Pick<Server, "database" | "defaultSchema">;
  readonly expression: SqlExpression;
};

/** A table or a view, or one column of it. */
export type RecordSubject = {
  readonly relation: QualifiedName;
  readonly column?: string;
};
