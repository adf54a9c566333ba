import { code, type RowsWithoutValue, type Texts } from "./code.js";

/** Comparing, writing revisions, and adopting a database. */
export const draftCodes = {
  CANCELLED: code(
    "You answered a question with no, or ended it with Ctrl+C. Nothing was written.",
    "Run the command again when you have decided; flags answer the questions beforehand.",
  ),
  DATABASE_NOT_UP_TO_DATE: code<{ readonly database: string; readonly missing: Texts }>(
    "Revisions are not applied to the database, so autogenerate would find their changes once more.",
    "Run `athanor upgrade head` first.",
  ),
  DUPLICATE_MIGRATION: code<{ readonly name: string; readonly paths: Texts }>(
    "Two files export a migration of the same name.",
    "Narrow the pattern: `athanor init --adopt --migrations PATTERN`.",
  ),
  EXCLUSIVE_OPTIONS: code<{ readonly options: Texts }>(
    "Two options were given that exclude each other. Nothing was written.",
    "Leave one of them out.",
  ),
  INVALID_RENAME: code<{ readonly rename: object }>(
    "A rename does not fit the two schemas: its old name is not going, or its new name is not coming or is taken.",
    "See `athanor diff`, and correct `--rename`.",
  ),
  MALFORMED_BACKFILL: code<{ readonly backfill: string }>(
    "The text of `--backfill` cannot be read.",
    "Write `--backfill table.column=EXPRESSION`.",
  ),
  MALFORMED_CONVERSION: code<{ readonly conversion: string }>(
    "The text of `--convert` cannot be read.",
    "Write `--convert table.column=HOW`, where HOW is list, json, array, value or an SQL expression.",
  ),
  MALFORMED_NEW: code<{ readonly new: string }>(
    "The text of `--new` cannot be read.",
    "Write `--new table`, `--new table.column` or `--new table.column.value`.",
  ),
  MALFORMED_RENAME: code<{ readonly rename: string }>(
    "The text of `--rename` cannot be read.",
    "Write `--rename old:new` or `--rename table.old:new`.",
  ),
  MIGRATIONS_FOUND: code<{ readonly files: number; readonly rows: number }>(
    "`athanor init` found migrations of the ORM and does not know whether to keep them. Nothing was written.",
    "Run it with `--adopt`, `--baseline` or `--no-adopt`.",
  ),
  MIGRATIONS_IN_THE_WAY: code<{ readonly folders: Texts; readonly patterns: Texts }>(
    "The data source would take Athanor's revision files for migrations of its own.",
    "Choose another folder: `athanor init revisions --adopt`.",
  ),
  MIGRATIONS_NOT_STAMPED: code<{ readonly database: string; readonly migrations: Texts }>(
    "The ORM has run adopted migrations here, and no revision is recorded: they would be run once more.",
    "Run `athanor stamp --adopted`.",
  ),
  MIGRATIONS_OUT_OF_ORDER: code<{ readonly database: string; readonly revisions: Texts }>(
    "Later migrations have been run here and earlier ones have not, which no revision can state.",
    "Let the ORM run those that are missing, then run `athanor stamp --adopted`.",
  ),
  MIGRATION_WITHOUT_TIMESTAMP: code<{ readonly name: string }>(
    "The name of a migration does not end in the thirteen digits of a timestamp, by which the ORM sorts.",
    "Rename the class, or give it a `name` that ends so.",
  ),
  NOTHING_TO_REPLACE: code(
    "`--replace` was given and there is no revision to replace.",
    "Run `athanor revision --autogenerate` without it.",
  ),
  NO_MIGRATIONS_FOUND: code<{ readonly root: string; readonly patterns: Texts }>(
    "`--adopt` was given and no migration was found.",
    "Name the files with `--migrations PATTERN`, or begin with `athanor init --baseline`.",
  ),
  NO_MIGRATION_TOOL: code<{ readonly database: string }>(
    "The database's source has no migrations of its own kind to export to.",
    "Export SQL instead: `athanor upgrade --sql`.",
  ),
  REHEARSAL_FAILED: code<{
    readonly database?: string;
    readonly direction?: string;
    readonly columns?: readonly RowsWithoutValue[];
    readonly operations?: Texts;
  }>(
    "The new revision failed on the real database, or did not lead where it should. It was rolled back, and no file is kept.",
    "Read what failed. Answer with `--backfill`, or write the revision without `--rehearse` and correct it by hand.",
  ),
  REHEARSAL_IMPOSSIBLE: code<{ readonly database: string; readonly dialect: string }>(
    "The database cannot roll definitions back, so a revision cannot be rehearsed on it. No file is kept.",
    "Write it without `--rehearse`, and try it on a copy of the database.",
  ),
  REVISIONS_EXIST: code<{ readonly revisions: Texts }>(
    "A baseline is the first revision, and the history has revisions already. Nothing was written.",
    "A database that already has their schema needs only `athanor stamp head`.",
  ),
  REVISION_APPLIED: code<{ readonly revision: string; readonly databases: Texts }>(
    "The revision is applied to a database, so it cannot be replaced or moved.",
    "Downgrade below it first, or write a new revision.",
  ),
  REVISION_EDITED: code<{ readonly paths: Texts }>(
    "The revision to be replaced was edited by hand, and the edits would be lost.",
    "Run it again with `--force` if that is meant.",
  ),
  SCHEMA_REFUSED: code<{
    readonly relation: string;
    readonly sql: string;
    readonly sqlState: string | undefined;
  }>(
    "The server refuses something that the entities want: an expression, a check, a view.",
    "Correct the entity, and run the command again.",
  ),
  UNUSED_BACKFILL: code<{ readonly columns: Texts }>(
    "`--backfill` names a column that the revision does not make required.",
    "See `athanor diff`, and correct or remove it.",
  ),
  UNUSED_CONVERSION: code<{ readonly columns: Texts }>(
    "`--convert` names a column whose type the revision does not change.",
    "See `athanor diff`, and correct or remove it.",
  ),
  UNUSED_NEW: code<{ readonly names: Texts }>(
    "`--new` names something that is not new.",
    "See `athanor diff`, and correct or remove it.",
  ),
};
