import type { QualifiedName } from "../schema/name.js";
import type { Row } from "./connection.js";

/** One migration of the ORM's own tool. */
export type OrmMigration = {
  /** As the ORM writes it down when it has run it. */
  readonly name: string;
  /** Milliseconds since 1970: what the ORM sorts by. */
  readonly timestamp: number;
  /** `false`: the ORM puts no transaction around it. Left out: as the ORM's settings say. */
  readonly transaction?: boolean;
};

/** Where the ORM looks for its migrations. */
export type MigrationPlaces = {
  /** Globs of files, absolute or relative to the working directory. */
  readonly patterns: readonly string[];
  /** Classes that were named one by one. */
  readonly classes: readonly unknown[];
  /** What the ORM puts transactions around, where its settings say so. */
  readonly transaction?: "all" | "each" | "none";
};

/** What a migration in the ORM's own form does, as SQL. */
export type WrittenMigration = {
  /** Words: `add users`. */
  readonly message: string;
  readonly timestamp: number;
  readonly upgrade: readonly WrittenStatement[];
  readonly downgrade: readonly WrittenStatement[];
  /** `false`: no transaction may surround it. */
  readonly transaction: boolean;
  readonly language: "typescript" | "esm" | "commonjs";
};

/** One statement, values inlined, or lines that only a reader heeds. */
export type WrittenStatement = { readonly kind: "query" | "comment"; readonly text: string };

/** The migrations of the ORM's own tool: what a project had before it had revisions. All of it without a connection. */
export type OrmMigrations = {
  readonly places: () => Promise<MigrationPlaces>;
  /** Looks at what a module exports. `undefined`: no migration. Throws where the ORM would refuse it. */
  readonly read: (exported: unknown) => OrmMigration | undefined;
  /** Does this text of a module look as if it had a migration? Asked of files that are then loaded. */
  readonly mentions: (text: string) => boolean;
  /** Does this text of a module end the transaction that the ORM puts around the migration? */
  readonly endsTransaction: (text: string) => boolean;
  /** The table in which the ORM writes down what it has run. */
  readonly table: () => Promise<QualifiedName>;
  /** What a row of that table tells. */
  readonly readRow: (row: Row) => OrmMigration;
  /** The function by which a revision runs a migration, `(op, class, "up" | "down", options?)`, and its module. */
  readonly caller: { readonly from: string; readonly name: string };
  /** The text of a file in the ORM's own form, and its name without the ending. */
  readonly write: (migration: WrittenMigration) => { readonly name: string; readonly text: string };
};
