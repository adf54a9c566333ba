import type { Column } from "./column.js";
import type {
  CheckConstraint,
  Constraint,
  ExcludeConstraint,
  ForeignKey,
  PrimaryKey,
  UniqueConstraint,
} from "./constraint.js";
import type { Index } from "./index-definition.js";
import type { QualifiedName } from "./name.js";

/** What a table is beyond its columns; each dialect reads its own. */
export type TableOptions = {
  readonly engine?: string;
  readonly charset?: string;
  readonly collation?: string;
  /** MySQL and MariaDB, where it is stated: `COMPRESSED`. */
  readonly rowFormat?: string;
  /** SQLite. */
  readonly strict?: boolean;
  /** SQLite. */
  readonly withoutRowid?: boolean;
  /** PostgreSQL. */
  readonly unlogged?: boolean;
  /** PostgreSQL storage parameters. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** How the table is divided into partitions, such as `RANGE ("createdAt")`. The partitions are not part of it. */
  readonly partitionBy?: string;
};

/** A trigger, known by name and by the statement that creates it; carried over rebuilds, never compared. */
export type Trigger = {
  readonly name: string;
  readonly definition: string;
};

/** A table at rest. Every list is present; columns are in the table's own order. */
export type Table = QualifiedName & {
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly UniqueConstraint[];
  readonly checks: readonly CheckConstraint[];
  readonly exclusions: readonly ExcludeConstraint[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly indexes: readonly Index[];
  /** By name and by the statement that creates each. */
  readonly triggers?: readonly Trigger[];
  readonly comment?: string;
  readonly options?: TableOptions;
};

/** A table with nothing in it: the start of a test or of a replayed history. */
export function emptyTable(name: QualifiedName): Table {
  const lists = {
    columns: [],
    uniques: [],
    checks: [],
    exclusions: [],
    foreignKeys: [],
    indexes: [],
  };
  return { ...name, ...lists };
}

/** All constraints of a table: primary key, uniques, checks, exclusions, foreign keys. */
export function constraintsOf(table: Table): readonly Constraint[] {
  const key = table.primaryKey === undefined ? [] : [table.primaryKey];
  return [...key, ...table.uniques, ...table.checks, ...table.exclusions, ...table.foreignKeys];
}
