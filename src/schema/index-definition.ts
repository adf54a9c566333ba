/** One key of an index: a column by its name, or an expression in the database's own SQL. */
export type IndexKey = {
  readonly column?: string;
  readonly expression?: string;
  /** Default false. */
  readonly descending?: boolean;
  /** Left out: the database's default for the direction. */
  readonly nulls?: "first" | "last";
  readonly collation?: string;
  readonly operatorClass?: string;
  /** Prefix length in characters (MySQL). */
  readonly length?: number;
};

/** An index at rest. */
export type Index = {
  readonly name: string;
  readonly keys: readonly IndexKey[];
  readonly unique: boolean;
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
