import type { QualifiedName } from "./name.js";

/** What a referenced row's deletion or change does to the referencing rows. */
export type ReferentialAction = "NO ACTION" | "RESTRICT" | "CASCADE" | "SET NULL" | "SET DEFAULT";

/** When a constraint is checked; left out: at once, not deferrable. */
export type Deferrable = "INITIALLY IMMEDIATE" | "INITIALLY DEFERRED";

/** `name` is left out where the constraint has none (SQLite) or the database is to choose it. */
export type PrimaryKey = {
  readonly kind: "primaryKey";
  readonly name?: string;
  readonly columns: readonly string[];
  /** SQLite: each column's own collation in the key; `null` where it has none. Left out: none has. */
  readonly collations?: readonly (string | null)[];
  /** SQLite: which columns run downwards. Left out: none. */
  readonly descending?: readonly boolean[];
  readonly deferrable?: Deferrable;
  /** SQLite: conflict clause. */
  readonly onConflict?: string;
};

export type UniqueConstraint = {
  readonly kind: "unique";
  readonly name?: string;
  readonly columns: readonly string[];
  /** SQLite: each column's own collation in the key; `null` where it has none. Left out: none has. */
  readonly collations?: readonly (string | null)[];
  /** SQLite: which columns run downwards. Left out: none. */
  readonly descending?: readonly boolean[];
  readonly deferrable?: Deferrable;
  readonly nullsNotDistinct?: boolean;
  readonly include?: readonly string[];
  /** SQLite: conflict clause. */
  readonly onConflict?: string;
};

export type CheckConstraint = {
  readonly kind: "check";
  readonly name?: string;
  /** The condition in the database's own SQL, without the outer parentheses and the word CHECK. */
  readonly expression: string;
  /** MariaDB: the column whose definition it is part of; such a one has no name. */
  readonly column?: string;
  /** PostgreSQL: existing rows were not checked (`NOT VALID`). */
  readonly notValid?: boolean;
  /** PostgreSQL: `NO INHERIT`. */
  readonly noInherit?: boolean;
  /** MySQL, PostgreSQL 18: no row is held to it (`NOT ENFORCED`). */
  readonly notEnforced?: boolean;
};

export type ExcludeConstraint = {
  readonly kind: "exclude";
  readonly name?: string;
  /** What follows the word EXCLUDE: `USING gist (room WITH =, during WITH &&)`. */
  readonly expression: string;
  readonly deferrable?: Deferrable;
};

export type ForeignKey = {
  readonly kind: "foreignKey";
  readonly name?: string;
  readonly columns: readonly string[];
  readonly references: QualifiedName;
  readonly referencedColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  readonly deferrable?: Deferrable;
  /** `MATCH FULL`; left out: MATCH SIMPLE. */
  readonly match?: string;
  /** PostgreSQL: existing rows were not checked (`NOT VALID`). */
  readonly notValid?: boolean;
  /** PostgreSQL 18: no row is held to it (`NOT ENFORCED`). */
  readonly notEnforced?: boolean;
};

export type Constraint =
  PrimaryKey | UniqueConstraint | CheckConstraint | ExcludeConstraint | ForeignKey;

export type ConstraintKind = Constraint["kind"];
