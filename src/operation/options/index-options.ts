/** One key of an index: a column, or an expression in the database's own SQL. */
export type IndexKeyOptions = ({ readonly column: string } | { readonly expression: string }) & {
  /** Default false. */
  readonly descending?: boolean;
  /** Left out: the database's default for the direction. */
  readonly nulls?: "first" | "last";
  readonly collation?: string;
  readonly operatorClass?: string;
  /** Prefix length in characters (MySQL). */
  readonly length?: number;
};

/**
 * An index as a revision file writes it.
 *
 * @example { name: "IDX_users_email", columns: ["email"], unique: true }
 * @example { name: "IDX_recent", columns: [{ column: "createdAt", descending: true }, { expression: "lower(email)" }] }
 */
export type IndexOptions = {
  readonly name: string;
  readonly columns: readonly (string | IndexKeyOptions)[];
  /** Default false. */
  readonly unique?: boolean;
  /** The predicate of a partial index, in the database's own SQL. */
  readonly where?: string;
  /** The method; left out: the database's default, `btree`. */
  readonly using?: string;
  /** Columns carried along, not part of the key (PostgreSQL). */
  readonly include?: readonly string[];
  /** PostgreSQL 15 and newer. Default false. */
  readonly nullsNotDistinct?: boolean;
  /** MySQL. Default false. */
  readonly spatial?: boolean;
  /** MySQL. Default false. */
  readonly fulltext?: boolean;
  /** Of a full text index (MySQL). */
  readonly parser?: string;
  readonly comment?: string;
  /** `INVISIBLE` on MySQL, `IGNORED` on MariaDB: queries do not use it. Default false. */
  readonly invisible?: boolean;
  /** Storage parameters (PostgreSQL): `{ fillfactor: "70" }`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * What a concurrent build that failed has left: autogenerate writes it where such an index is dropped (PostgreSQL). To
   * create it makes a usable one. Default false.
   */
  readonly invalid?: boolean;
};
