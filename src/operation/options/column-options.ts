import type { CountingOptions } from "./sequence-options.js";
import type { TableName } from "./table-name.js";

/** The type of a column and its arguments. */
export type ColumnTypeOptions = {
  /** The database's name of the type: `"varchar"`, `"timestamptz"`, `"enum"`. */
  readonly type: string;
  /** Characters, bits or dimensions: `255`, `"255"` or `"max"`. */
  readonly length?: number | string;
  readonly precision?: number;
  readonly scale?: number;
  /** An array of the type (PostgreSQL). Default false. */
  readonly array?: boolean;
  /** MySQL and MariaDB. Default false. */
  readonly unsigned?: boolean;
  /** MySQL and MariaDB. Default false. */
  readonly zerofill?: boolean;
  /** Display width (MySQL and MariaDB). */
  readonly width?: number;
  /** The values, where an enumeration is part of the column (MySQL). */
  readonly enum?: readonly string[];
  /** The enum type, where it is an object of its own (PostgreSQL): `"user_status"`, `"billing.invoice_status"`. */
  readonly enumName?: TableName;
  /** Spatial types: `"Point"`, `"Polygon"`, ... */
  readonly spatialFeatureType?: string;
  /** Spatial types: the reference system, such as `4326`. */
  readonly srid?: number;
};

/** How the database makes the column's values by itself. */
export type ColumnGenerationOptions = {
  /** `"increment"`: `SERIAL`, `AUTO_INCREMENT`, `AUTOINCREMENT`. `"identity"`: `GENERATED ... AS IDENTITY`. */
  readonly generated?: "increment" | "identity";
  /** Of an identity column. Default `"BY DEFAULT"`. */
  readonly generatedIdentity?: "ALWAYS" | "BY DEFAULT";
  /** Of an increment column: its sequence, where its name is not the one the database would choose (PostgreSQL). */
  readonly generatedSequence?: TableName;
  /** Of an increment or identity column: how it counts (PostgreSQL), all of it. Default: from 1, in steps of 1. */
  readonly counting?: CountingOptions;
  /** The expression of a generated column, in the database's own SQL. */
  readonly asExpression?: string;
  /** Of a generated column. Default `"VIRTUAL"`. */
  readonly generatedType?: "VIRTUAL" | "STORED";
};

/** What a column is beyond its name, type and generation. */
export type ColumnTraitOptions = {
  /** Default false. */
  readonly nullable?: boolean;
  /**
   * A plain value, or a function that gives the database's own SQL: `"draft"`, `0`, `() => "now()"`.
   * `null`, as leaving it out: no default.
   */
  readonly default?: string | number | boolean | null | (() => string);
  readonly collation?: string;
  /** MySQL and MariaDB. */
  readonly charset?: string;
  readonly comment?: string;
  /** `ON UPDATE` expression (MySQL and MariaDB). */
  readonly onUpdate?: string;
  /** Hidden from `SELECT *` (MySQL and MariaDB). Default false. */
  readonly invisible?: boolean;
  /** Values are stored compressed (MariaDB). Default false. */
  readonly compressed?: boolean;
  /** The conflict clause of NOT NULL (SQLite): `"IGNORE"`. */
  readonly onConflict?: string;
};

/**
 * A column as a revision file writes it; what is left out is the database's default.
 *
 * @example { name: "email", type: "varchar", length: 255 }
 * @example { name: "createdAt", type: "timestamptz", default: () => "now()" }
 */
export type ColumnOptions = {
  readonly name: string;
} & ColumnTypeOptions &
  ColumnGenerationOptions &
  ColumnTraitOptions;

type Change<Options> = { readonly [Key in keyof Options]?: Options[Key] | null };

/**
 * What an existing column becomes. What is left out stays; `null` means none.
 *
 * `type` stands for all of the type: with it, the old length, precision, scale, array and enum go unless they are given again.
 *
 * @example { type: "varchar", length: 200 }
 * @example { nullable: true, default: null, comment: null }
 */
export type ColumnChange = Change<Omit<ColumnTypeOptions, "type">> &
  Change<ColumnGenerationOptions> &
  Change<Omit<ColumnTraitOptions, "nullable">> & {
    readonly type?: string;
    readonly nullable?: boolean;
  };
