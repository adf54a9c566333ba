import type { Index } from "../../schema/index-definition.js";
import type { Locking } from "../locking.js";
import { lockingOf } from "../locking.js";
import type { IndexOptions } from "../options/index-options.js";
import { readIndex } from "../options/index-options.js";
import type { TableName } from "../options/table-name.js";
import { readName } from "../options/table-name.js";
import type { CallContext, CreateOptions, DropOptions } from "./call.js";
import { callOnDropped, callWith, concurrently, ifExists, ifNotExists } from "./call.js";
import { lookUpIndex, requireIndex } from "./find-in-state.js";

/** Without locking out writers. PostgreSQL: outside the transaction. MySQL: short for `online`. Default false. */
export type ConcurrencyOptions = { readonly concurrently?: boolean };

export interface IndexOperations {
  /**
   * Creates an index on a table or a materialized view.
   *
   * @example
   * await op.createIndex("users", { name: "IDX_users_email", columns: ["email"], unique: true });
   * // PostgreSQL: CREATE UNIQUE INDEX "IDX_users_email" ON "users" ("email")
   * // SQLite:     CREATE UNIQUE INDEX "IDX_users_email" ON "users" ("email")
   * // MySQL:      ALTER TABLE `users` ADD UNIQUE INDEX `IDX_users_email` (`email`)
   * await op.createIndex("users", {
   *   name: "IDX_users_active",
   *   columns: [{ expression: "lower(email)" }, { column: "createdAt", descending: true }],
   *   where: '"deletedAt" IS NULL',
   *   concurrently: true,
   * });
   * // PostgreSQL: CREATE INDEX CONCURRENTLY "IDX_users_active" ON "users" ((lower(email)), "createdAt" DESC)
   * //             WHERE "deletedAt" IS NULL
   */
  createIndex(
    table: TableName,
    index: IndexOptions & ConcurrencyOptions & CreateOptions & Locking,
  ): Promise<void>;

  /**
   * Drops an index.
   *
   * @example
   * await op.dropIndex("users", "IDX_users_email");
   * // PostgreSQL: DROP INDEX "IDX_users_email"
   * // SQLite:     DROP INDEX "IDX_users_email"
   * // MySQL:      ALTER TABLE `users` DROP INDEX `IDX_users_email`
   */
  dropIndex(
    table: TableName,
    name: string,
    options?: ConcurrencyOptions & DropOptions & Locking,
  ): Promise<void>;

  /**
   * Renames an index.
   *
   * @example
   * await op.renameIndex("users", "IDX_a1b2c3", "IDX_users_email");
   * // PostgreSQL: ALTER INDEX "IDX_a1b2c3" RENAME TO "IDX_users_email"
   * // SQLite:     DROP INDEX "IDX_a1b2c3"; CREATE INDEX "IDX_users_email" ON "users" ("email")
   * // MySQL:      ALTER TABLE `users` RENAME INDEX `IDX_a1b2c3` TO `IDX_users_email`
   */
  renameIndex(table: TableName, from: string, to: string): Promise<void>;
}

export function createIndexOperations(context: CallContext): IndexOperations {
  return {
    createIndex: (table, options) =>
      callWith(context, () => ({
        kind: "createIndex",
        table: readName(table, context.defaultSchema),
        index: readIndex(options),
        ...concurrently(options),
        ...ifNotExists(options),
        ...lockingOf(options),
      })),
    dropIndex: (given, name, options) =>
      callOnDropped<Index>(context, given, options, {
        find: (state, table) => lookUpIndex(state, table, name),
        require: (state, table) => requireIndex(state, table, name),
        standIn: () => ({ name, keys: [], unique: false }),
        drop: (table, index) => ({
          kind: "dropIndex",
          table,
          index,
          ...concurrently(options),
          ...ifExists(options),
          ...lockingOf(options ?? {}),
        }),
      }),
    renameIndex: (table, from, to) =>
      callWith(context, () => ({
        kind: "renameIndex",
        table: readName(table, context.defaultSchema),
        from,
        to,
      })),
  };
}
