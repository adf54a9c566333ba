import { foldName, nameKey, type QualifiedName } from "../schema/name.js";

/** What the names of things begin with that swap their names, until they have done so. Nothing else waits for such a name. */
export const temporaryPrefix = "athanor_swap_";

function isTemporaryName(name: string): boolean {
  return name.startsWith(temporaryPrefix);
}

/** A thing of the database as a text that no two things share. */
export type Key = string;

export type Keys = readonly Key[];

/** What an operation has to do with the things of a database. No two things share a key. */
export type Footprint = {
  /** It may do anything: what the author's SQL does is not known. */
  readonly everything: boolean;
  /** What it needs once it has run. */
  readonly reads: Keys;
  /** What it needs until it has run. What is in both lists must be there before and after. */
  readonly releases: Keys;
  readonly makes: Keys;
  readonly changes: Keys;
  readonly drops: Keys;
  /** Wholes of which it changes a part. Two changes of parts of one whole are free of each other. */
  readonly shares: Keys;
  /** Names, and places that only one thing can have. */
  readonly frees: Keys;
  readonly takes: Keys;
  /** Rows of tables, and their values. What triggers and foreign keys do on their account, no operation tells. */
  readonly rows: { readonly reads: Keys; readonly writes: Keys };
};

/** Things, wholes that things are parts of, and names, as keys. A list is empty where there is no such thing. */
export const key = {
  /** Everything that an extension may bring: types, functions, operator classes. */
  extensions: "extensions",
  schema: (name: string | undefined): Keys => (name === undefined ? [] : [`schema ${name}`]),
  relation: (name: QualifiedName): Key => `relation ${nameKey(name)}`,
  /** Any table or view of that bare name, with its columns: what SQL may speak of. */
  named: (name: string): Key => `named ${name}`,
  /** All columns of a table or view. */
  columns: (owner: QualifiedName): Key => `columns ${nameKey(owner)}`,
  column: (owner: QualifiedName, name: string): Key => `column ${nameKey(owner)} ${name}`,
  /** The keys and indexes over a column, on which foreign keys rest. */
  keysOver: (owner: QualifiedName, column: string): Key => `keys ${nameKey(owner)} ${column}`,
  /** A constraint or an index: in some databases the one may stand for the other. */
  part: (owner: QualifiedName, name: string): Key => `part ${nameKey(owner)} ${name}`,
  /** All constraints and indexes of a table. */
  parts: (owner: QualifiedName): Key => `parts ${nameKey(owner)}`,
  comment: (owner: QualifiedName): Key => `comment ${nameKey(owner)}`,
  options: (owner: QualifiedName): Key => `options ${nameKey(owner)}`,
  enum: (name: QualifiedName): Key => `enum ${nameKey(name)}`,
  value: (name: QualifiedName, value: string): Key => `value ${nameKey(name)} ${value}`,
  sequence: (name: QualifiedName): Key => `sequence ${nameKey(name)}`,
  /** Any sequence of that bare name. */
  sequenceNamed: (name: string): Key => `sequence named ${name}`,
  counting: (name: QualifiedName): Key => `counting ${nameKey(name)}`,
  /** Which rows a table has; {@link rowsOf} gives it too, and the values in one column. */
  rows: (table: QualifiedName): Key => `rows ${nameKey(table)}`,
  /** The values of a table's rows, whatever the column. */
  allValues: (table: QualifiedName): Key => `all values ${nameKey(table)}`,
  /** A name that only one table, view, index, enum or sequence of a schema may have, in some databases whatever its case. */
  name: (schema: string | undefined, name: string | undefined): Keys =>
    name === undefined || isTemporaryName(name) ? [] : [`name ${schema ?? ""} ${foldName(name)}`],
  /** A name that only one constraint of a table may have, in some databases only one of a schema. */
  constraintName: ({ schema }: QualifiedName, name: string | undefined): Keys =>
    name === undefined || isTemporaryName(name)
      ? []
      : [`constraint ${schema ?? ""} ${foldName(name)}`],
  /** A name that only one column of a table may have. */
  columnName: (table: QualifiedName, name: string): Key => `column name ${nameKey(table)} ${name}`,
  /** A table has one column that counts, in some databases. */
  increment: (table: QualifiedName): Key => `increment ${nameKey(table)}`,
  /** A table has one primary key. */
  primaryKey: (table: QualifiedName): Key => `primary key ${nameKey(table)}`,
};
