/** What is known of a hazard's code. */
type HazardEntry = {
  /** What it means, as a clause: `a table goes with its rows`. */
  readonly meaning: string;
  /** Which rows are counted; for a lock, who waits. */
  readonly rows: string;
  /** How it is done without harm. It is told with the hazard, unless the hazard says another. Left out: the dialect knows. */
  readonly safeWay?: string;
};

const told = "none: it is only told";
const valued = "those with a value";

/** All hazards of Athanor and its dialects. The table in `docs/autogenerate.md` is made of it. */
export const hazardCodes = {
  DROPS_TABLE: {
    meaning: "a table goes, with its rows",
    rows: "all",
    safeWay:
      "Release what no longer uses the table first; keep its rows elsewhere, or rename it and drop it in a later revision.",
  },
  DROPS_COLUMN: {
    meaning: "a column goes, with its values",
    rows: "those with a value; none where every row holds the default, which the way back gives again",
    safeWay:
      "Release what no longer uses the column first; copy its values elsewhere, or say with --rename what it is called now.",
  },
  DROPS_COUNTER: {
    meaning: "a column stops counting; on the way back, values of deleted rows are given again",
    rows: told,
    safeWay: "Note its position first, if values that were given once must not be given again.",
  },
  DROPS_SEQUENCE: {
    meaning: "a sequence goes, with its position",
    rows: told,
    safeWay: "Note its position first.",
  },
  NARROWS_COLUMN: {
    meaning: "a smaller type: values that do not fit are refused, cut or rounded",
    rows: "those whose value would be refused, or does not come back: there to the new type and back to the old one",
    safeWay: "Correct the values that do not fit first, or say with `using` what becomes of them.",
  },
  CONVERTS_COLUMN: {
    meaning: "another type: values may not convert, or may not come back",
    rows: "the same; where the database can try it, in its own words which value it refuses",
    safeWay: "Say with `using` how each value is converted, or add a new column and fill it.",
  },
  NEVER_CONVERTS: {
    meaning: "another type to which no value can be converted",
    rows: valued,
  },
  CHANGES_TIME_ZONE: {
    meaning: "times get or lose a zone, and are read in the session's zone",
    rows: valued,
    safeWay: "Say with `using` which time zone the values were written in.",
  },
  REPLACES_VALUES: {
    meaning: "a column becomes a computed one, and its values are replaced",
    rows: valued,
    safeWay: "Copy the values to another column first.",
  },
  ADDS_REQUIRED_COLUMN: {
    meaning: "a new column is required and has no default",
    rows: "all",
    safeWay:
      "Add it nullable, fill it with op.backfill, then set it not null: --backfill TABLE.COLUMN=EXPRESSION writes that.",
  },
  SETS_NOT_NULL: {
    meaning: "a column becomes required",
    rows: "those without a value",
    safeWay: "Fill the empty rows first, with op.backfill or --backfill TABLE.COLUMN=EXPRESSION.",
  },
  ADDS_UNIQUE: {
    meaning: "rows may no longer be alike",
    rows: "those that are alike, beyond the first",
    safeWay: "Remove or merge the rows that are alike first.",
  },
  ADDS_PRIMARY_KEY: {
    meaning: "rows may no longer be alike or empty in the key",
    rows: "those that are alike, beyond the first",
    safeWay: "Remove or merge the rows that are alike first.",
  },
  ADDS_CHECK: {
    meaning: "rows must hold a condition",
    rows: "those that break it",
    safeWay: "Correct the rows that break the condition first.",
  },
  ADDS_FOREIGN_KEY: {
    meaning: "rows must refer to rows that exist",
    rows: "those that refer to nothing",
    safeWay: "Remove the rows that refer to nothing, or let them refer to something, first.",
  },
  ADDS_EXCLUSION: { meaning: "rows must not exclude each other", rows: told },
  VALIDATES_CONSTRAINT: {
    meaning: "a constraint is checked on the rows that are there",
    rows: told,
  },
  REMOVES_ENUM_VALUE: {
    meaning: "an enum loses a value",
    rows: "those that hold the value",
    safeWay:
      "Give the rows another value first, with op.backfill, or say with --rename what the value is called now.",
  },
  NARROWS_SEQUENCE: {
    meaning: "a sequence gets bounds that it may stand outside of",
    rows: "one, where it does",
    safeWay: "Give it bounds that hold its position, or move it with setval first.",
  },
  DROPS_SCHEMA: { meaning: "a schema goes, which fails while it holds anything", rows: told },
  DROPS_EXTENSION: { meaning: "an extension goes, which fails while anything uses it", rows: told },
  COLUMN_IN_USE: {
    meaning:
      "a column changes or goes while policies, triggers, rules, publications or functions use it",
    rows: "none: what uses it is named",
  },
  FIRES_TRIGGERS: {
    meaning: "an `op.backfill` fires triggers, and what they write is not in the file",
    rows: "none: the triggers that the table has now are named",
    safeWay:
      "If they must not run, disable or drop them with op.execute before the backfill, and put them back after it.",
  },
  TOO_MANY_LOCKS: {
    meaning: "one transaction takes more locks than the server has room for",
    rows: "none: the locks are counted",
  },
  REBUILDS_TABLE: {
    meaning: "every row is written anew, which takes time and room",
    rows: "all; told from 100,000 rows on. Others wait, as the warning says",
  },
  LOCKS_TABLE: {
    meaning: "every row is read, and others wait meanwhile",
    rows: "all; told from 100,000 rows on",
  },
} as const satisfies Readonly<Record<string, HazardEntry>>;

/**
 * The code of a hazard. A plugin's has the plugin's name and a colon before it, as its operations have:
 * `"triggers:DROPS_TRIGGER"`.
 */
export type HazardCode = keyof typeof hazardCodes | `${string}:${string}`;

export function safeWayOf(code: HazardCode): { readonly safeWay?: string } {
  const entries: Readonly<Record<string, HazardEntry>> = hazardCodes;
  const safeWay = entries[code]?.safeWay;
  return safeWay === undefined ? {} : { safeWay };
}
