import type { Connection, Row } from "../plugin/connection.js";
import type { Dialect, Lack } from "../plugin/dialect.js";
import type { ColumnType } from "../schema/column-type.js";
import type { Schema } from "../schema/schema.js";

/** What the types are called that the scenarios use. */
export type ContractTypes = Readonly<Record<TypeWord, ColumnType>> & {
  readonly varchar: (length: number) => ColumnType;
};

export type TypeWord = "integer" | "bigint" | "text" | "boolean" | "timestamp";

/** A database that changes, with the rows of one table before, after, and after the way back. */
export type Scenario = {
  readonly title: string;
  readonly before: Schema;
  readonly after: Schema;
  readonly rows?: readonly Row[];
  /** Default: as before. */
  readonly rowsAfter?: readonly Row[];
  /** Default: as before. */
  readonly rowsBack?: readonly Row[];
  /** What the database must have for it. Left out: what all have. */
  readonly needs?: readonly Lack[];
  /** The table the rows are in. Default `item`. */
  readonly table?: string;
};

/** What the suite must know of a dialect to run on it. */
export type ContractSubject = {
  readonly name: string;
  readonly dialect: Dialect;
  /** A fresh, empty database each time. */
  readonly withConnection: <Result>(
    body: (connection: Connection) => Promise<Result>,
  ) => Promise<Result>;
  /** What these are called here. */
  readonly types: ContractTypes;
};

/** One fact of the contract. */
export type ContractCase = {
  /** A sentence, for the test runner. */
  readonly title: string;
  /** What the dialect says that its database lacks, and the case needs: leave the case out, and say so. Left out: nothing. */
  readonly lacks?: string;
  /** Rejects with an `AssertionError`, or with what the database refused. */
  readonly run: () => Promise<void>;
};
