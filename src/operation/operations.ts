import type { CallContext } from "./facade/call.js";
import type { BatchOperations } from "./facade/batch-operations.js";
import { collectBatch } from "./facade/batch-operations.js";
import type { CatalogOperations } from "./facade/catalog-operations.js";
import { createCatalogOperations } from "./facade/catalog-operations.js";
import type { ColumnOperations } from "./facade/column-operations.js";
import { createColumnOperations } from "./facade/column-operations.js";
import type { ConstraintOperations } from "./facade/constraint-operations.js";
import { createConstraintOperations } from "./facade/constraint-operations.js";
import type { DataOperations, Manager } from "./facade/data-operations.js";
import { createDataOperations } from "./facade/data-operations.js";
import type { EnumOperations } from "./facade/enum-operations.js";
import { createEnumOperations } from "./facade/enum-operations.js";
import type { IndexOperations } from "./facade/index-operations.js";
import { createIndexOperations } from "./facade/index-operations.js";
import type { TableOperations } from "./facade/table-operations.js";
import { createTableOperations } from "./facade/table-operations.js";
import { createTurns } from "./facade/turns.js";
import type { Locking } from "./locking.js";
import type { TableName } from "./options/table-name.js";
import { readName } from "./options/table-name.js";
import type { OperationFacts, OperationSink } from "./request.js";

/** Several changes of one table as one. */
export interface GroupingOperations {
  /**
   * Makes several changes of one table as one: one rebuild on SQLite, one ALTER on MySQL, one after the other elsewhere.
   *
   * @example
   * await op.batchAlterTable("users", async (batch) => {
   *   await batch.addColumn({ name: "bio", type: "text", nullable: true });
   *   await batch.alterColumn("email", { type: "varchar", length: 320 });
   * });
   * // PostgreSQL: ALTER TABLE "users" ADD COLUMN "bio" text; ALTER TABLE "users" ALTER COLUMN "email" TYPE varchar(320)
   * // SQLite:     the table is rebuilt once, its rows copied
   * // MySQL:      ALTER TABLE `users` ADD COLUMN `bio` text NULL, MODIFY COLUMN `email` varchar(320) NULL
   * await op.batchAlterTable("users", (batch) => batch.addColumn({ name: "age", type: "int", nullable: true }), {
   *   online: true,
   * });
   * // MySQL:      ALTER TABLE `users` ADD COLUMN `age` int NULL, ALGORITHM=INPLACE, LOCK=NONE
   */
  batchAlterTable(
    table: TableName,
    body: (batch: BatchOperations) => Promise<void> | void,
    options?: Locking,
  ): Promise<void>;
}

/**
 * The `op` that a revision file is written with. Every call gives a promise; await each.
 *
 * A table name with one dot is schema and name: `"billing.invoices"`. Calls may leave out what the database knows:
 * `op.dropTable("users")`.
 *
 * @example
 * export async function upgrade(op: Operations): Promise<void> {
 *   await op.addColumn("users", { name: "bio", type: "text", nullable: true });
 * }
 */
export interface Operations
  extends
    TableOperations,
    ColumnOperations,
    ConstraintOperations,
    IndexOperations,
    EnumOperations,
    CatalogOperations,
    DataOperations,
    GroupingOperations,
    OperationFacts {}

/** An `op` whose calls go to the sink, in the order they are made. */
export function createOperations(sink: OperationSink): Operations {
  const { facts } = sink;
  const { defaultSchema } = facts;
  const turns = createTurns(sink);
  const context: CallContext = {
    submit: turns.submit,
    ...(defaultSchema === undefined ? {} : { defaultSchema }),
  };
  const own: GroupingOperations & { readonly manager: Manager } = {
    batchAlterTable: (table, body, options = {}) =>
      turns.hold(() =>
        collectBatch(readName(table, defaultSchema), body, {
          ...options,
          ...(defaultSchema === undefined ? {} : { defaultSchema }),
        }),
      ),
    get manager(): Manager {
      return sink.manager() as Manager;
    },
  };
  // Made for every revision: in an object literal, all of this would be spread ten times as slowly.
  const tables = Object.assign(own, facts, createTableOperations(context));
  const columns = createColumnOperations(context);
  const constraints = createConstraintOperations(context);
  const parts = Object.assign(tables, columns, constraints, createIndexOperations(context));
  const enums = createEnumOperations(context);
  const data = createDataOperations(context, { ...sink, autocommit: turns.autocommit });
  return Object.assign(parts, enums, createCatalogOperations(context), data);
}
