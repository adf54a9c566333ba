import type { Column } from "../../schema/column.js";
import { compact } from "../../schema/compact.js";
import { findTable } from "../../schema/schema.js";
import type { Locking } from "../locking.js";
import { lockingOf } from "../locking.js";
import type { ColumnChange, ColumnOptions } from "../options/column-options.js";
import { changeColumn, readColumn } from "../options/column-options.js";
import type { TableName } from "../options/table-name.js";
import { readName } from "../options/table-name.js";
import type { CallContext, CreateOptions, DropOptions } from "./call.js";
import { callOnDropped, callOnTable, callWith, ifExists, ifNotExists } from "./call.js";
import { requireColumn, requireTable } from "./find-in-state.js";

/** How values follow a change of type, in the database's own SQL. */
export type AlterColumnOptions = {
  /** The new value out of the old row: `USING` on PostgreSQL, the copying SELECT on SQLite, an UPDATE on MySQL. */
  readonly using?: string;
  /** The same for the way back. */
  readonly reverseUsing?: string;
  /** Old value to new value of `enum` or `set` (MySQL), for values that are renamed rather than removed and added. */
  readonly renamed?: Readonly<Record<string, string>>;
};

export interface ColumnOperations {
  /**
   * Adds a column.
   *
   * @example
   * await op.addColumn("users", { name: "bio", type: "text", nullable: true });
   * // PostgreSQL: ALTER TABLE "users" ADD COLUMN "bio" text
   * // SQLite:     ALTER TABLE "users" ADD COLUMN "bio" text
   * // MySQL:      ALTER TABLE `users` ADD COLUMN `bio` text NULL
   */
  addColumn(table: TableName, column: ColumnOptions & CreateOptions & Locking): Promise<void>;

  /**
   * Drops a column and its values.
   *
   * @example
   * await op.dropColumn("users", "bio");
   * // PostgreSQL: ALTER TABLE "users" DROP COLUMN "bio"
   * // SQLite:     ALTER TABLE "users" DROP COLUMN "bio", or a rebuild where something still uses it
   * // MySQL:      ALTER TABLE `users` DROP COLUMN `bio`, and the indexes and constraints that span it
   */
  dropColumn(table: TableName, column: string, options?: DropOptions & Locking): Promise<void>;

  /**
   * Changes a column and keeps its values. What is left out stays as it is; `null` means none.
   *
   * `type` stands for all of the type: with it, the old length, precision, scale, array and enum go unless they are
   * given again.
   *
   * @example
   * await op.alterColumn("users", "bio", { type: "varchar", length: 200 });
   * // PostgreSQL: ALTER TABLE "users" ALTER COLUMN "bio" TYPE varchar(200)
   * // SQLite:     the table is rebuilt, its rows copied
   * // MySQL:      ALTER TABLE `users` MODIFY COLUMN `bio` varchar(200) NULL, with all that the column has beside its type
   * await op.alterColumn("users", "age", { type: "integer" }, { using: 'trim("age")::integer' });
   * // PostgreSQL: ALTER TABLE "users" ALTER COLUMN "age" TYPE integer USING trim("age")::integer
   * // MySQL:      ADD COLUMN `athanor_new_age` int; UPDATE; DROP COLUMN `age`, CHANGE COLUMN `athanor_new_age` `age` int
   * await op.alterColumn("users", "age", { nullable: false, default: null });
   * // PostgreSQL: ALTER TABLE "users" ALTER COLUMN "age" DROP DEFAULT, ALTER COLUMN "age" SET NOT NULL
   * // MySQL:      ALTER TABLE `users` MODIFY COLUMN `age` int NOT NULL
   * await op.alterColumn("users", "status", { enum: ["live", "gone"] }, { renamed: { active: "live" } });
   * // MySQL:      the list is widened, the rows get the new value, the list is narrowed
   */
  alterColumn(
    table: TableName,
    column: string,
    change: ColumnChange,
    options?: AlterColumnOptions & Locking,
  ): Promise<void>;

  /**
   * Renames a column; constraints and indexes follow it.
   *
   * @example
   * await op.renameColumn("users", "mail", "email");
   * // PostgreSQL: ALTER TABLE "users" RENAME COLUMN "mail" TO "email"
   * // SQLite:     ALTER TABLE "users" RENAME COLUMN "mail" TO "email"
   * // MySQL:      ALTER TABLE `users` RENAME COLUMN `mail` TO `email`
   */
  renameColumn(table: TableName, from: string, to: string): Promise<void>;
}

export function createColumnOperations(context: CallContext): ColumnOperations {
  return {
    addColumn: (table, options) =>
      callWith(context, () => ({
        kind: "addColumn",
        table: readName(table, context.defaultSchema),
        column: readColumn(options, context.defaultSchema),
        ...ifNotExists(options),
        ...lockingOf(options),
      })),
    dropColumn: (table, name, options) => drop(context, table, name, options),
    alterColumn: (given, name, change, options = {}) =>
      callOnTable(context, given, (state, table) => {
        const from = requireColumn(requireTable(state, table), name);
        const to = changeColumn(from, change, context.defaultSchema);
        const { using, reverseUsing, renamed } = options;
        const how = { using, reverseUsing, renamed, ...lockingOf(options) };
        return compact({ kind: "alterColumn" as const, table, from, to, ...how });
      }),
    renameColumn: (table, from, to) =>
      callWith(context, () => ({
        kind: "renameColumn",
        table: readName(table, context.defaultSchema),
        from,
        to,
      })),
  };
}

function drop(
  context: CallContext,
  given: TableName,
  name: string,
  options: (DropOptions & Locking) | undefined,
): Promise<void> {
  const how = { ...ifExists(options), ...lockingOf(options ?? {}) };
  return callOnDropped(context, given, options, {
    find: (state, table) => findTable(state, table)?.columns.find((column) => column.name === name),
    require: (state, table) => requireColumn(requireTable(state, table), name),
    standIn: () => absentColumn(name),
    drop: (table, column) => ({ kind: "dropColumn", table, column, ...how }),
  });
}

/** A stand-in for a column of which only the name is known. */
function absentColumn(name: string): Column {
  return { name, type: { name: "unknown" }, nullable: true };
}
