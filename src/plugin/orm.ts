import type { SqlExpression } from "../operation/sql-expression.js";
import type { ColumnType } from "../schema/column-type.js";
import type { Connection } from "./connection.js";

/**
 * What a database product is to the ORM: how its drivers connect, and what they make of what entities say. What the ORM
 * does not write here, no entity can ask for. Every boolean is false unless stated.
 */
export type OrmFacts = {
  /** The types of data source that the dialect serves. */
  readonly drivers: readonly OrmDriver[];
  /** Asked of each new connection: one whose server answers is a connection. */
  readonly probe: string;
  /** The database is a file, and a driver has one connection to it. Left out: a server, which gives as many as a pool wants. */
  readonly file?: OrmFile;
  /** What stands for a schema before the name of a table: a schema, another database of the server, or an attached file. */
  readonly places: "schema" | "database" | "file";
  readonly columns: OrmColumns;
  readonly defaults: OrmDefaults;
  readonly constraints: OrmConstraints;
  readonly indexes: OrmIndexes;
  /** What an entity may say about its table. Left out: nothing. */
  readonly tableOptions?: readonly ("engine" | "withoutRowid")[];
  /** What the ORM would install when it connects, in this order. Left out: nothing. */
  readonly extensions?: readonly OrmExtension[];
  readonly records: OrmRecords;
};

export type OrmDriver = {
  /** As `type` of the data source names it. */
  readonly type: string;
  /** It gives no rows for a text that begins with INSERT, UPDATE or DELETE, whatever the statement returns. */
  readonly hidesReturnedRows?: boolean;
};

export type OrmFile = {
  /** The option of the data source that holds the path. */
  readonly option: string;
  /** What stands before the path in an address for people: `sqlite:shop.db`. */
  readonly scheme: string;
  /** Is this value of the option a path, and no word for a database in memory? */
  readonly isPath: (value: string) => boolean;
  /** The databases of a connection: the main one first, then those attached. `file` is empty for one in memory, to which a second connection does not lead. */
  readonly databases: (
    connection: Pick<Connection, "query">,
  ) => Promise<readonly { readonly name: string; readonly file: string }[]>;
  readonly attach: (path: string, name: string) => string;
  /** Is the file only in use? Its statements wait for that by themselves. `words` are code and message of the refusal. */
  readonly isBusy: (words: string) => boolean;
};

export type OrmColumns = {
  /** What a list of values becomes: a `type` of its own, a part of the `column`'s type, or a text that a `check` holds to them. */
  readonly enums: "type" | "column" | "check";
  /** Which types take length, precision and scale: those that the driver `lists`, or `all`. */
  readonly arguments: "listed" | "all";
  /** The length that the driver writes where none is stated, by type. Left out: none. */
  readonly lengths?: Readonly<Record<string, number>>;
  readonly arrays?: boolean;
  /** Types take a spatial feature and its SRID. */
  readonly spatial?: boolean;
  /** Numbers take `unsigned`, `zerofill` and a width. */
  readonly numberFlags?: boolean;
  /** The type where the driver knows it only once it knows the server's version. Left out: it always knows. */
  readonly knownType?: (column: OrmStatedType) => ColumnType | undefined;
  /** The ORM's strategies for which the database counts; values of others are the client's. */
  readonly counters: readonly string[];
  readonly identities?: boolean;
  /** The ORM writes generated columns that are not stored. */
  readonly virtualColumns?: boolean;
  readonly charsets?: boolean;
  /** A column of the primary key may be NULL where the entity says so. */
  readonly nullableKeys?: boolean;
};

/** What an entity says about the type of a column. */
export type OrmStatedType = {
  readonly type: unknown;
  readonly length: number | undefined;
  /** The client makes a uuid for it. */
  readonly isGeneratedUuid: boolean;
  /** The type of the data source. */
  readonly driver: string;
};

export type OrmDefaults = {
  /** Whose values are written without quotes where the default is a number: columns of these types, or `all`. */
  readonly numericTypes: readonly string[] | "all";
  /** Numbers are rounded to the column's scale, or to none. */
  readonly roundsToScale?: boolean;
  /** How a moment is written between quotes. Left out: as the driver writes it. */
  readonly momentText?: (moment: Date) => string;
  /** Expressions are taken as they stand. Default: as the driver puts them into other words. */
  readonly expressionsAsStated?: boolean;
  /** What makes a uuid where the driver does not say. Left out: the client makes it. */
  readonly uuid?: string;
  /** Takes apart what a column holds at first (left out: NULL) and what it is set to at each update of its row. Left out: a default says the first only. */
  readonly split?: (
    sql: string,
  ) => { readonly sql: string | undefined; readonly onUpdate: string } | undefined;
};

export type OrmConstraints = {
  /** The ORM gives primary keys the names of its naming strategy. */
  readonly namedPrimaryKeys?: boolean;
  readonly deferrableUniques?: boolean;
  /** Of several unique constraints over the same columns, only the first is made. */
  readonly distinctUniques?: boolean;
  /** Between double quotes stands a text, not a name. */
  readonly doubleQuotedTexts?: boolean;
};

export type OrmIndexes = {
  /** Indexes may hold the rows of a condition only. */
  readonly conditions?: boolean;
  /** Spatial and full-text indexes are kinds of their own, not methods. */
  readonly kinds?: boolean;
  /** The methods of indexes: the one that a spatial index means, and the usual one, which is never named. Left out: none. */
  readonly methods?: { readonly spatial: string; readonly usual: string };
};

/** An extension, and what of the entities needs it: a column of one of the types or generated so, or an exclusion constraint. */
export type OrmExtension = {
  readonly name: string;
  /** The option of the data source that may name another. Left out: none. */
  readonly option?: string;
  /** `spatial`: those that the driver lists as such. */
  readonly types?: readonly string[] | "spatial";
  readonly strategy?: string;
  readonly exclusions?: boolean;
};

/** How the ORM writes down where its views and generated columns live: expressions for what differs from one database to the next. */
export type OrmRecords = {
  /** The column that holds the database's name, in the rows that have one. Left out: rows name no database. */
  readonly database?: {
    readonly column: string;
    readonly expression: SqlExpression;
    /** Which rows have it. */
    readonly of: "columns" | "all";
  };
  /** The column that holds the schema, and what stands for the default one. Left out: rows name no schema. */
  readonly schema?: { readonly column: string; readonly expression: SqlExpression };
  /** The table of a column is written with what stands for its schema. */
  readonly wholeTableNames?: boolean;
  /** Blanks around the text of a generated column count. */
  readonly exactColumns?: boolean;
};
