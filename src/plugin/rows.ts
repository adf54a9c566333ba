import type { AlterColumn } from "../operation/column-operation.js";
import type { Backfill } from "../operation/data-operation.js";
import type { RowQuestion } from "../operation/row-question.js";
import type { Connection } from "./connection.js";
import type { CompileContext } from "./ddl.js";

/** How a dialect goes through rows, and what it asks of them before they change. */
export type DialectRows = {
  /** How a backfill with a `batchSize` goes through the rows; nothing where the table has no key to go by. */
  readonly batches: (operation: Backfill, context: CompileContext) => Promise<Batches | undefined>;
  /**
   * The statement that answers a question about rows: `count` of those it is about and `seen` of those looked at, the
   * first `limit` of the table. A conversion may be carried out in it, and fail. Undefined where there is nothing to ask.
   */
  readonly rowCheck: (question: RowQuestion, limit: number) => string | undefined;
  /** How `rowCheck` is asked where a conversion in it may fail. Left out: none does. */
  readonly trial?: Trial;
  /**
   * How the values of a column may be taken whose type changes, where the types do not decide: a text may hold one value,
   * a list or JSON. The last is what is done where nobody says otherwise. Left out, or empty: the types decide.
   */
  readonly readings?: (change: Pick<AlterColumn, "from" | "to">) => readonly Reading[];
};

/** An update in batches, each the rows between two keys. Statements hold their values. */
export type Batches = {
  /** Gives one row, whose `count` says how many rows are to be updated. */
  readonly count: string;
  /** Gives the last key of the batch after this one as one row, its columns in the key's order; no row where none is left. */
  readonly last: (after: BatchKey | undefined) => string;
  readonly update: (after: BatchKey | undefined, upTo: BatchKey) => string;
};

/** The values of a key's columns, in the dialect's own words: what `last` gave. */
export type BatchKey = readonly string[];

/** A value that the database refuses to convert, and why, in its own words. */
export type RefusedValue = { readonly value: string; readonly reason: string };

/** How something is asked that the database may refuse to answer, because a value cannot be converted. */
export type Trial = {
  /** Inside an open transaction: it goes on as if nothing had been asked where the body fails. */
  readonly attempt: <Result>(
    connection: Connection,
    body: () => Promise<Result>,
  ) => Promise<Result>;
  /** Looks for such a value among the first `limit` rows. */
  readonly refusedValue: (
    connection: Connection,
    question: Extract<RowQuestion, { readonly kind: "unconvertible" }>,
    limit: number,
  ) => Promise<RefusedValue | undefined>;
};

/** One way to take the values of a column whose type changes, where the two types alone do not decide. */
export type Reading = {
  /** The word that asks for it: `list`. */
  readonly as: string;
  /** What becomes of a value, as a clause: `a list with commas ("a,b" is {a,b})`. */
  readonly text: string;
  /** The conversion, and the one back. Left out: the dialect's own. */
  readonly using?: string;
  readonly reverseUsing?: string;
  /** Values that speak for it and for no other. Left out: none do. */
  readonly sign?: {
    /** The condition of such a value, over the column by the name that it has in the database. */
    readonly condition: string;
    /** The same as a clause: `every value has parts with commas between them`. */
    readonly text: string;
  };
};
