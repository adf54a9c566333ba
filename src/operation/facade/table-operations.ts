import { compact } from "../../schema/compact.js";
import { findTable } from "../../schema/schema.js";
import { emptyTable } from "../../schema/table.js";
import type { TableName } from "../options/table-name.js";
import { readName } from "../options/table-name.js";
import type { CreateTableOptions, TableOptionsChange } from "../options/table-options.js";
import { changeTableOptions, readTable } from "../options/table-options.js";
import type { CallContext, DropOptions } from "./call.js";
import { callOnDropped, callOnTable, callWith, ifExists, ifNotExists } from "./call.js";
import { requireTable } from "./find-in-state.js";

export interface TableOperations {
  /**
   * Creates a table with its constraints and indexes.
   *
   * @example
   * await op.createTable("users", {
   *   columns: [
   *     { name: "id", type: "integer", generated: "increment" },
   *     { name: "email", type: "varchar", length: 255 },
   *   ],
   *   primaryKey: { name: "PK_users", columns: ["id"] },
   *   uniques: [{ name: "UQ_users_email", columns: ["email"] }],
   * });
   * // PostgreSQL: CREATE TABLE "users" ("id" serial NOT NULL, "email" varchar(255) NOT NULL,
   * //             CONSTRAINT "PK_users" PRIMARY KEY ("id"), CONSTRAINT "UQ_users_email" UNIQUE ("email"))
   * // SQLite:     CREATE TABLE "users" ("id" integer CONSTRAINT "PK_users" PRIMARY KEY AUTOINCREMENT NOT NULL,
   * //             "email" varchar(255) NOT NULL, CONSTRAINT "UQ_users_email" UNIQUE ("email"))
   * // MySQL:      CREATE TABLE `users` (`id` int NOT NULL AUTO_INCREMENT, `email` varchar(255) NOT NULL,
   * //             PRIMARY KEY (`id`), UNIQUE INDEX `UQ_users_email` (`email`)) ENGINE=InnoDB
   */
  createTable(table: TableName, options: CreateTableOptions): Promise<void>;

  /**
   * Drops a table with everything on it.
   *
   * @example
   * await op.dropTable("users");
   * // PostgreSQL: DROP TABLE "users"
   * // SQLite:     DROP TABLE "users"
   * // MySQL:      DROP TABLE `users`
   */
  dropTable(table: TableName, options?: DropOptions): Promise<void>;

  /**
   * Renames a table. The schema is part of both names.
   *
   * @example
   * await op.renameTable("billing.invoice", "billing.invoices");
   * // PostgreSQL: ALTER TABLE "billing"."invoice" RENAME TO "invoices"
   * await op.renameTable("invoice", "invoices");
   * // SQLite:     ALTER TABLE "invoice" RENAME TO "invoices"
   * // MySQL:      RENAME TABLE `invoice` TO `invoices`
   */
  renameTable(from: TableName, to: TableName): Promise<void>;

  /**
   * Sets the comment of a table.
   *
   * @example
   * await op.createTableComment("users", "People who signed up");
   * // PostgreSQL: COMMENT ON TABLE "users" IS 'People who signed up'
   * // SQLite:     refused: SQLite keeps no comments
   * // MySQL:      ALTER TABLE `users` COMMENT='People who signed up'
   */
  createTableComment(table: TableName, comment: string): Promise<void>;

  /**
   * Removes the comment of a table.
   *
   * @example
   * await op.dropTableComment("users");
   * // PostgreSQL: COMMENT ON TABLE "users" IS NULL
   * // SQLite:     refused: SQLite keeps no comments
   * // MySQL:      ALTER TABLE `users` COMMENT=''
   */
  dropTableComment(table: TableName): Promise<void>;

  /**
   * Changes what a table is beyond its columns. What is left out stays; `null` takes away.
   *
   * @example
   * await op.alterTableOptions("events", { unlogged: true });
   * // PostgreSQL: ALTER TABLE "events" SET UNLOGGED
   * await op.alterTableOptions("events", { strict: true });
   * // SQLite:     the table is rebuilt as STRICT
   * await op.alterTableOptions("events", { collation: "utf8mb4_bin" });
   * // MySQL:      ALTER TABLE `events` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, and MODIFY of the columns that follow
   */
  alterTableOptions(table: TableName, change: TableOptionsChange): Promise<void>;
}

export function createTableOperations(context: CallContext): TableOperations {
  return {
    createTable: (table, options) =>
      callWith(context, () => {
        const name = readName(table, context.defaultSchema);
        const definition = readTable(name, options, context.defaultSchema);
        return { kind: "createTable", table: definition, ...ifNotExists(options) };
      }),
    dropTable: (given, options) =>
      callOnDropped(context, given, options, {
        find: findTable,
        require: requireTable,
        standIn: emptyTable,
        drop: (_name, table) => ({ kind: "dropTable", table, ...ifExists(options) }),
      }),
    renameTable: (from, to) =>
      callWith(context, () => ({
        kind: "renameTable",
        from: readName(from, context.defaultSchema),
        to: readName(to, context.defaultSchema),
      })),
    createTableComment: (given, comment) => alterComment(context, given, comment),
    dropTableComment: (given) => alterComment(context, given, undefined),
    alterTableOptions: (given, change) =>
      callOnTable(context, given, (state, table) => {
        const from = requireTable(state, table).options ?? {};
        const to = changeTableOptions(from, change);
        return { kind: "alterTableOptions", table, from, to };
      }),
  };
}

function alterComment(
  context: CallContext,
  given: TableName,
  to: string | undefined,
): Promise<void> {
  return callOnTable(context, given, (state, table) => {
    const from = requireTable(state, table).comment;
    return compact({ kind: "alterTableComment" as const, table, from, to });
  });
}
