import type { Deferrable, ReferentialAction } from "../../schema/constraint.js";
import type { TableName } from "./table-name.js";

type Named = {
  /** Left out: the database chooses one, or the constraint has none (SQLite). */
  readonly name?: string;
};

type Postponed = {
  /** Left out: checked at once, not deferrable. */
  readonly deferrable?: Deferrable;
};

type Directed = {
  /** Each column's own collation in the key, `null` where it has none (SQLite). Left out: none has. */
  readonly collations?: readonly (string | null)[];
  /** Which columns run downwards (SQLite). Left out: none. */
  readonly descending?: readonly boolean[];
  /** Conflict clause (SQLite). */
  readonly onConflict?: string;
};

/** @example { name: "PK_users", columns: ["id"] } */
export type PrimaryKeyOptions = Named &
  Postponed &
  Directed & {
    readonly columns: readonly string[];
  };

/** @example { name: "UQ_users_email", columns: ["email"] } */
export type UniqueOptions = Named &
  Postponed &
  Directed & {
    readonly columns: readonly string[];
    /** PostgreSQL 15 and newer. Default false. */
    readonly nullsNotDistinct?: boolean;
    /** Columns carried along, not part of the key (PostgreSQL). */
    readonly include?: readonly string[];
  };

/** @example { name: "CHK_price", expression: "price > 0" } */
export type CheckOptions = Named & {
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

/** @example { name: "XCL_rooms", expression: "USING gist (room WITH =, during WITH &&)" } */
export type ExcludeOptions = Named &
  Postponed & {
    /** What follows the word EXCLUDE. */
    readonly expression: string;
  };

/** @example { name: "FK_post_author", columns: ["authorId"], references: "users", referencedColumns: ["id"] } */
export type ForeignKeyOptions = Named &
  Postponed & {
    readonly columns: readonly string[];
    readonly references: TableName;
    readonly referencedColumns: readonly string[];
    /** Default `"NO ACTION"`. */
    readonly onDelete?: ReferentialAction;
    /** Default `"NO ACTION"`. */
    readonly onUpdate?: ReferentialAction;
    /** `"FULL"`; left out: simple. */
    readonly match?: string;
    /** Existing rows are not checked (PostgreSQL); see `validateConstraint`. Default false. */
    readonly notValid?: boolean;
    /** No row is held to it (PostgreSQL 18). Default false. */
    readonly notEnforced?: boolean;
  };

/**
 * Which constraint of a table is meant: its name, or for one without a name what it holds.
 *
 * @example "FK_post_author"
 * @example { foreignKey: ["authorId"], references: "users" }
 */
export type ConstraintTarget =
  | string
  | { readonly primaryKey: true }
  | { readonly unique: readonly string[] }
  | { readonly check: string }
  | { readonly exclude: string }
  | { readonly foreignKey: readonly string[]; readonly references?: TableName };
