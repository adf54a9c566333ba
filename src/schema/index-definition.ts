/** One key of an index: a column by its name, or an expression in the database's own SQL. */
export type IndexKey = {
  readonly column?: string;
  readonly expression?: string;
  readonly descending?: boolean;
  /** Left out: the database's default for the direction. */
  readonly nulls?: "first" | "last";
  readonly collation?: string;
  readonly operatorClass?: string;
  /** MySQL: prefix length in characters. */
  readonly length?: number;
};

/** An index at rest. `using` is left out for the database's default method (btree). */
export type Index = {
  readonly name: string;
  readonly keys: readonly IndexKey[];
  readonly unique: boolean;
  /** The predicate of a partial index, in the database's own SQL. */
  readonly where?: string;
  readonly using?: string;
  readonly include?: readonly string[];
  readonly nullsNotDistinct?: boolean;
  /** MySQL `SPATIAL`; on PostgreSQL it becomes `using: "gist"`. */
  readonly spatial?: boolean;
  readonly fulltext?: boolean;
  readonly parser?: string;
  readonly comment?: string;
  /** MySQL `INVISIBLE`, MariaDB `IGNORED`: kept up to date, not used by queries. */
  readonly invisible?: boolean;
  /** PostgreSQL storage parameters, such as `{ fillfactor: "70" }`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** PostgreSQL: a concurrent build failed and left the index unusable. Never wanted, so it shows as a difference. */
  readonly invalid?: boolean;
};
