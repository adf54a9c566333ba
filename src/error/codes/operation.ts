import { code, type Name, type Texts } from "./code.js";

/** What an operation names and the database lacks: its name beside what it is, and what is there instead. */
export type MissingThing = {
  readonly [Thing in "table" | "column" | "constraint" | "index" | "enum" | "sequence" | "view"]?:
    string | Name;
} & {
  readonly name?: string;
  /** The table that should have it. */
  readonly within?: string;
  readonly owner?: string;
  readonly present?: Texts;
};

/** An entry for what an operation names and the database lacks. */
function missing(thing: string, remedy: string) {
  return code<MissingThing>(
    `An operation names ${thing} that is not there at that point of the history.`,
    remedy,
  );
}

const correctName = "Correct the name, or make it in an earlier revision.";
const correctOrPass =
  "Correct the name. `{ ifExists: true }` lets a drop pass over what is not there.";

/** Calls of `op`, and operations. */
export const operationCodes = {
  AMBIGUOUS_CONSTRAINT: code<{ readonly table: string; readonly target: string | object }>(
    "What you gave names several constraints of the table.",
    'Say which one by what it holds, such as `{ unique: ["email"] }`.',
  ),
  BATCH_CLOSED: code<{ readonly table: string }>(
    "A call of a batch was made after `op.batchAlterTable` had ended.",
    "Await each call of the batch before its function returns.",
  ),
  CALL_INSIDE_BATCH: code(
    "A call of `op` was made inside the function of `op.batchAlterTable`.",
    "Use the batch itself there, or move the call before or after it.",
  ),
  CONSTRAINT_UNNAMED: code<{
    readonly table: string;
    readonly candidates: readonly (string | undefined)[];
  }>("A constraint without a name fits several of the table.", "Name the one that is meant."),
  DATA_READ_OFFLINE: code<{ readonly read?: string; readonly line?: string }>(
    "The revision reads rows or uses `op.manager`, and the command has no database to ask.",
    "Put it into `if (!op.offline) { ... }`, or run the command against a database, without `--sql`.",
  ),
  FOREIGN_KEY_TYPES_DIFFER: code<{
    readonly table: string;
    readonly column: string;
    readonly foreignKey: string | undefined;
  }>(
    "A column is to change its type, and a foreign key ties it to a column of the old one.",
    "Drop the foreign key, change both columns, and create it again.",
  ),
  INVALID_COUNT: code<{
    readonly [Count in "start" | "increment" | "minimum" | "maximum" | "cache"]?: string;
  }>(
    "A number of a sequence is not a whole number.",
    'Write it as a number, or as a text where it is large: `start: "9223372036854775807"`.',
  ),
  INVALID_LENGTH: code<{ readonly length: string | number }>(
    "The length of a column is neither a whole number nor `max`.",
    "Correct the length.",
  ),
  INVALID_NAME: code<{ readonly given: unknown }>(
    "What you gave cannot name a table, view, enum or sequence.",
    'Write `"name"` or `"schema.name"`; where a name holds a dot, `{ schema: "billing", name: "odd.name" }`.',
  ),
  IRREVERSIBLE_OPERATION: code<{ readonly operation: object }>(
    "An operation cannot be reversed: it does not hold what was there before.",
    "Write this part of the downgrade by hand.",
  ),
  LATE_CALL: code<{ readonly stack: string }>(
    "A call of `op` was made after its revision had ended: something was not awaited.",
    "Await every promise that leads to an `op` call.",
  ),
  NOT_A_TABLE_CHANGE: code<{ readonly table: string; readonly kind: string }>(
    "A batch was given an operation of a plugin, which stands outside of a batch.",
    "Call `op.invoke` before or after the batch.",
  ),
  ROW_WITHOUT_VALUES: code<{ readonly table: string }>(
    "A row to delete names no value, which would mean every row of the table.",
    "Name at least one value. To delete all rows use `op.execute`.",
  ),
  SEVERAL_STATEMENTS: code<{ readonly sql: string }>(
    "`op.execute` was given several statements with parameters.",
    "Call it once for each statement.",
  ),
  STATE_UNKNOWN: code<MissingThing & { readonly notes: Texts; readonly line?: string }>(
    "A statement depends on what the database is like, and without a database the revisions before do not tell.",
    "Give the call the whole definition, or run the command against a database, without `--sql`.",
  ),
  UNKNOWN_COLUMN: missing("a column", correctName),
  UNKNOWN_CONSTRAINT: missing("a constraint", correctOrPass),
  UNKNOWN_ENUM: missing("an enum type", correctName),
  UNKNOWN_EXTENSION: missing("an extension", correctName),
  UNKNOWN_INDEX: missing("an index", correctOrPass),
  UNKNOWN_OPERATION_KIND: code<{ readonly kind: string; readonly known: Texts }>(
    "A revision uses an operation of a plugin that `env.ts` does not list.",
    "Add the plugin to `plugins` of `env.ts`.",
  ),
  UNKNOWN_SCHEMA: missing("a schema", correctName),
  UNKNOWN_SEQUENCE: missing("a sequence", correctName),
  UNKNOWN_TABLE: missing("a table", correctName),
  UNKNOWN_VIEW: missing("a view", correctOrPass),
  UNREADABLE_SQL: code<{
    readonly sql: string;
    readonly wanted: string;
    readonly position: number;
  }>(
    "The SQL that the database keeps of a table or index holds something that Athanor cannot read.",
    "Report the statement as a defect. Until then change that table with `op.execute`.",
  ),
  UNSUPPORTED_OPERATION: code<{
    readonly kind?: string;
    readonly dialect?: string;
    readonly known?: Texts;
    readonly table?: string;
    readonly option?: string;
    readonly index?: string;
    readonly column?: string;
  }>(
    "This database cannot do what the operation asks.",
    "Use the alternative that the message names, or keep the call to one database: `if (op.dialect === ...) { ... }`.",
  ),
  UNSUPPORTED_TYPE: code(
    "A column's type cannot be written for this database.",
    "Where enums are types of their own, create the type first (`op.createEnum`), then name it in the column.",
  ),
  UNSUPPORTED_VALUE: code<{ readonly type?: string }>(
    "A value cannot be written as SQL.",
    "Give a string, number, bigint, boolean, Date, Buffer, null, or data that JSON can hold.",
  ),
};
