/** How the thing is done without harm, by the code of the hazard. */
const safeWays: Readonly<Record<string, string>> = {
  DROPS_TABLE:
    "Release what no longer uses the table first; keep its rows elsewhere, or rename it and drop it in a later revision.",
  DROPS_COLUMN:
    "Release what no longer uses the column first; copy its values elsewhere, or say with --rename what it is called now.",
  DROPS_COUNTER: "Note its position first, if values that were given once must not be given again.",
  DROPS_SEQUENCE: "Note its position first.",
  NARROWS_SEQUENCE: "Give it bounds that hold its position, or move it with setval first.",
  ADDS_REQUIRED_COLUMN:
    "Add it nullable, fill it with op.backfill, then set it not null: --backfill TABLE.COLUMN=EXPRESSION writes that.",
  NARROWS_COLUMN:
    "Correct the values that do not fit first, or say with `using` what becomes of them.",
  CONVERTS_COLUMN: "Say with `using` how each value is converted, or add a new column and fill it.",
  CHANGES_TIME_ZONE: "Say with `using` which time zone the values were written in.",
  REPLACES_VALUES: "Copy the values to another column first.",
  SETS_NOT_NULL:
    "Fill the empty rows first, with op.backfill or --backfill TABLE.COLUMN=EXPRESSION.",
  ADDS_UNIQUE: "Remove or merge the rows that are alike first.",
  ADDS_PRIMARY_KEY: "Remove or merge the rows that are alike first.",
  ADDS_CHECK: "Correct the rows that break the condition first.",
  ADDS_FOREIGN_KEY: "Remove the rows that refer to nothing, or let them refer to something, first.",
  FIRES_TRIGGERS:
    "If they must not run, disable or drop them with op.execute before the backfill, and put them back after it.",
  REMOVES_ENUM_VALUE:
    "Give the rows another value first, with op.backfill, or say with --rename what the value is called now.",
};

export function safeWayOf(code: string): { readonly safeWay?: string } {
  const safeWay = safeWays[code];
  return safeWay === undefined ? {} : { safeWay };
}
