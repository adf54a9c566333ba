import type { QualifiedName } from "./name.js";

/** What a referenced row's deletion or change does to the referencing rows. */
export type ReferentialAction = "NO ACTION" | "RESTRICT" | "CASCADE" | "SET NULL" | "SET DEFAULT";

/** When a constraint is checked; left out: at once, not deferrable. */
export type Deferrable = "INITIALLY IMMEDIATE" | "INITIALLY DEFERRED";

type Named = {
  /** Left out: the database chooses one, or the constraint has none (SQLite). */
  readonly name?: string;
};

type Postponed = {
  /** Left out: checked at once, not deferrable. */
  readonly deferrable?: Deferrable;
};

/** A list of columns that no two rows may have alike. */
type Key = Named &
  Postponed & {
    readonly columns: readonly string[];
    /** Each column's own collation in the key, `null` where it has none (SQLite). Left out: none has. */
    readonly collations?: readonly (string | null)[];
    /** Which columns run downwards (SQLite). Left out: none. */
    readonly descending?: readonly boolean[];
    /** Conflict clause (SQLite). */
    readonly onConflict?: string;
  };

export type PrimaryKey = Key & { readonly kind: "primaryKey" };

export type UniqueConstraint = Key & {
  readonly kind: "unique";
  /** PostgreSQL 15 and newer. Default false. */
  readonly nullsNotDistinct?: boolean;
  /** Columns carried along, not part of the key (PostgreSQL). */
  readonly include?: readonly string[];
};

export type CheckConstraint = Named & {
  readonly kind: "check";
  /** The condition in the database's own SQL, without outer parentheses. */
  readonly expression: string;
  /** The column whose definition it is part of; such a one has no name (MariaDB). */
  readonly column?: string;
  /** Existing rows are not checked (PostgreSQL); see `validateConstraint`. Default false. */
  readonly notValid?: boolean;
  /** PostgreSQL. Default false. */
  readonly noInherit?: boolean;
  /** No row is held to it (MySQL, PostgreSQL 18). Default false. */
  readonly notEnforced?: boolean;
};

export type ExcludeConstraint = Named &
  Postponed & {
    readonly kind: "exclude";
    /** What follows the word EXCLUDE. */
    readonly expression: string;
  };

export type ForeignKey = Named &
  Postponed & {
    readonly kind: "foreignKey";
    readonly columns: readonly string[];
    readonly references: QualifiedName;
    readonly referencedColumns: readonly string[];
    readonly onDelete: ReferentialAction;
    readonly onUpdate: ReferentialAction;
    /** `"FULL"`; left out: simple. */
    readonly match?: string;
    /** Existing rows are not checked (PostgreSQL); see `validateConstraint`. Default false. */
    readonly notValid?: boolean;
    /** No row is held to it (PostgreSQL 18). Default false. */
    readonly notEnforced?: boolean;
  };

export type Constraint =
  PrimaryKey | UniqueConstraint | CheckConstraint | ExcludeConstraint | ForeignKey;

export type ConstraintKind = Constraint["kind"];
