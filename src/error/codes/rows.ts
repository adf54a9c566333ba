import { code } from "./code.js";

/** What rows, or a dialect's look at them, stop before anything is changed. */
export const rowCodes = {
  CONVERSION_REFUSED: code<RefusedConversion>(
    "The database refuses to convert a column's values, and no single value is known to be the cause.",
    "State with `using` how the values are converted.",
  ),
  ENUM_VALUE_IN_USE: code<GuardedRows>(
    "Rows still hold an enum value that is to go.",
    "Give those rows another value first, with `op.backfill`.",
  ),
  FOREIGN_KEYS_ENFORCED: code<GuardedRows>(
    "A table must be rebuilt while the connection enforces foreign keys, which would delete rows that refer to it.",
    "Switch enforcement off before the transaction begins; Athanor does so on its own connections.",
  ),
  FOREIGN_KEY_VIOLATION: code<{
    readonly violations: readonly Readonly<Record<string, unknown>>[];
  }>(
    "After the revision rows would refer to rows that do not exist.",
    "Delete or correct them in the revision, before the foreign key is made.",
  ),
  ROWS_NOT_CONVERTIBLE: code<RefusedConversion>(
    "Values of a column do not fit its new type.",
    "Correct those values first, or state with `using` how they are converted.",
  ),
  ROWS_VIOLATE_CHECK: code<GuardedRows>(
    "Rows break the condition of a check constraint that is to be made.",
    "Correct those rows first.",
  ),
  ROWS_VIOLATE_NOT_NULL: code<GuardedRows>(
    "Rows would have no value in a column that is to be NOT NULL.",
    "Fill the column first, with `op.backfill`, or give it a default.",
  ),
  ROWS_VIOLATE_UNIQUE: code<GuardedRows>(
    "Rows are alike in columns that are to be unique.",
    "Remove or merge the duplicates first.",
  ),
  SCHEMA_NOT_EMPTY: code<GuardedRows>(
    "The schema to drop still holds tables, which the database would drop with it.",
    "Drop or move its tables first.",
  ),
  SEQUENCE_OUT_OF_BOUNDS: code<GuardedRows>(
    "A sequence stands outside the bounds that it is to get.",
    "Move its position first, or give it bounds that hold its position.",
  ),
  VALUES_WOULD_BE_LOST: code<GuardedRows>(
    "A change between a list and a single value would lose some of the values.",
    "Correct those rows first, or state with `using` what becomes of them.",
  ),
};

/** The question to the data, and what it found. */
type GuardedRows = {
  readonly sql?: string;
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
};

type RefusedConversion = GuardedRows & {
  readonly table?: string;
  readonly column?: string;
  readonly value?: string;
  /** The search for the value failed as well. */
  readonly searchFailure?: string;
};
