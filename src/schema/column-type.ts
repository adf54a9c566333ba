import type { QualifiedName } from "./name.js";

/**
 * The type of a column, as the dialect's canonical short name and its arguments.
 *
 * `{ name: "varchar", length: 255 }`, `{ name: "numeric", precision: 10, scale: 2 }`,
 * `{ name: "enum", enumName: { name: "users_status_enum" } }` (PostgreSQL),
 * `{ name: "enum", values: ["a", "b"] }` (MySQL), `{ name: "geometry", feature: "Point", srid: 4326 }`.
 */
export type ColumnType = {
  readonly name: string;
  /** Characters, bits or dimensions, as the type counts them; `"max"` where a dialect knows it. */
  readonly length?: number | "max";
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
  /** The enum type used, where enums are objects of their own (PostgreSQL). The name is `"enum"` then. */
  readonly enumName?: QualifiedName;
  /** The values, where an enumeration is part of the column (MySQL `enum` and `set`). */
  readonly values?: readonly string[];
  /** Spatial types: `Point`, `Polygon`, ... */
  readonly feature?: string;
  /** Spatial types: the reference system, such as `4326`. */
  readonly srid?: number;
};
