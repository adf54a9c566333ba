import { compact } from "../../schema/compact.js";
import type { RowValues } from "../data-operation.js";
import type { BackfillOptions } from "../options/row-form.js";
import { readBackfill, readInvoked, readRows } from "../options/row-form.js";
import type { TableName } from "../options/table-name.js";
import { readName } from "../options/table-name.js";
import type { AnyOperation } from "../plugin-operation.js";
import type { OperationSink } from "../request.js";
import type { CallContext } from "./call.js";
import { callWith } from "./call.js";

/** What is known of a statement of one's own beyond its text. */
export type ExecuteOptions = {
  /** The SQL that undoes it. */
  readonly reverse?: { readonly sql: string; readonly parameters?: readonly unknown[] };
};

/**
 * What `op.manager` is. The plugin of a source says so by declaration merging into this module:
 * `interface ManagerRegistry { manager: EntityManager }`. Where none does, it is `unknown`.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface ManagerRegistry {}

export type Manager = ManagerRegistry extends { manager: infer Held } ? Held : unknown;

export interface DataOperations {
  /**
   * Runs SQL of your own. Placeholders are the driver's: `$1` on PostgreSQL, `?` on SQLite.
   *
   * @example
   * await op.execute('UPDATE "users" SET "email" = lower("email")');
   * // PostgreSQL: UPDATE "users" SET "email" = lower("email")
   * // SQLite:     UPDATE "users" SET "email" = lower("email")
   * // MySQL:      UPDATE "users" SET "email" = lower("email"), as it is written
   * await op.execute('DELETE FROM "users" WHERE "id" = $1', [7]);
   */
  execute(sql: string, options?: ExecuteOptions): Promise<void>;
  execute(sql: string, parameters: readonly unknown[], options?: ExecuteOptions): Promise<void>;

  /**
   * Inserts rows. A function in the place of a value gives SQL: `{ createdAt: () => "now()" }`.
   *
   * @example
   * await op.bulkInsert("roles", [{ id: 1, name: "admin" }, { id: 2, name: "editor" }]);
   * // PostgreSQL: INSERT INTO "roles" ("id", "name") VALUES ($1, $2), ($3, $4)
   * // SQLite:     INSERT INTO "roles" ("id", "name") VALUES (1, ?), (2, ?)
   * // MySQL:      INSERT INTO `roles` (`id`, `name`) VALUES (?, ?), (?, ?)
   */
  bulkInsert(table: TableName, rows: readonly RowValues[]): Promise<void>;

  /**
   * Deletes the rows that have all the values of one of these; the columns that are not named may hold anything. A
   * function in the place of a value gives SQL. Throws `ROW_WITHOUT_VALUES` for `{}`, which would be every row.
   *
   * @example
   * await op.deleteRows("roles", [{ id: 1, name: "admin" }, { id: 2, name: null }]);
   * // PostgreSQL: DELETE FROM "roles" WHERE "id" = $1 AND "name" = $2; DELETE FROM "roles" WHERE "id" = $1 AND "name" IS NULL
   * // SQLite:     DELETE FROM "roles" WHERE "id" = 1 AND "name" = ?; DELETE FROM "roles" WHERE "id" = 2 AND "name" IS NULL
   * // MySQL:      DELETE FROM `roles` WHERE `id` = ? AND `name` = ?, texts compared by their characters; ...
   */
  deleteRows(table: TableName, rows: readonly RowValues[]): Promise<void>;

  /**
   * Gives rows that are there already values: of all in which one of these columns is empty, or of those that `where`
   * names, as SQL or as the values they have. A function in the place of a value gives SQL.
   *
   * With `batchSize` it updates so many rows at a time, in the order of the primary key, each batch in a transaction of
   * its own with `pause` milliseconds between them, and tells how far it is. What went before in the revision is
   * committed then; where the run is ended on the way, the next one goes on with the rows that `where` still finds.
   * Without it, and for a table without a primary key, it is one statement.
   *
   * @example
   * await op.backfill("users", { set: { country: "DE" } });
   * // PostgreSQL: UPDATE "users" SET "country" = 'DE' WHERE "country" IS NULL
   * // SQLite:     UPDATE "users" SET "country" = 'DE' WHERE "country" IS NULL
   * // MySQL:      UPDATE `users` SET `country` = 'DE' WHERE `country` IS NULL
   * await op.backfill("users", {
   *   set: { email: () => 'lower("email")' },
   *   where: '"email" <> lower("email")',
   *   batchSize: 5_000,
   *   pause: 100,
   * });
   * // PostgreSQL: UPDATE "users" SET "email" = lower("email") WHERE ("email" <> lower("email")) AND ("id") <= (5000), ...
   */
  backfill(table: TableName, options: BackfillOptions): Promise<void>;

  /**
   * Runs SQL and gives its rows. Throws `DATA_READ_OFFLINE` while SQL is only written: there are no rows then.
   *
   * @example
   * const stale = await op.query<{ id: number }>('SELECT "id" FROM "users" WHERE "seenAt" < $1', [limit]);
   */
  query<Row = Readonly<Record<string, unknown>>>(
    sql: string,
    parameters?: readonly unknown[],
  ): Promise<readonly Row[]>;

  /**
   * The ORM's own entity manager, in the same transaction. Throws `DATA_READ_OFFLINE` while SQL is only written.
   *
   * @example
   * await op.manager.query("REFRESH MATERIALIZED VIEW totals");
   */
  readonly manager: Manager;

  /**
   * Runs the calls of `body` outside the transaction, for what a database refuses inside one.
   *
   * @example
   * await op.autocommit(async () => {
   *   await op.execute("VACUUM");
   * });
   * // PostgreSQL: COMMIT; VACUUM; BEGIN
   */
  autocommit(body: () => Promise<void>): Promise<void>;

  /**
   * Carries out an operation given as data: a plugin's own, or one that a program has made.
   *
   * @example
   * await op.invoke({ kind: "renameTable", from: { name: "user" }, to: { name: "users" } });
   * // PostgreSQL: ALTER TABLE "user" RENAME TO "users"
   * // SQLite:     ALTER TABLE "user" RENAME TO "users"
   * // MySQL:      RENAME TABLE `user` TO `users`
   */
  invoke(operation: AnyOperation): Promise<void>;
}

type DataCalls = Omit<DataOperations, "manager">;

export function createDataOperations(context: CallContext, sink: OperationSink): DataCalls {
  return {
    execute: (
      sql: string,
      first: readonly unknown[] | ExecuteOptions = {},
      second: ExecuteOptions = {},
    ) =>
      callWith(context, () => {
        const [parameters, options] = isList(first) ? [first, second] : [undefined, first];
        return compact({ kind: "execute" as const, sql, parameters, reverse: options.reverse });
      }),
    bulkInsert: (table, rows) =>
      callWith(context, () => ({
        kind: "bulkInsert",
        table: readName(table, context.defaultSchema),
        rows: readRows(rows),
      })),
    deleteRows: (table, rows) =>
      callWith(context, () => ({
        kind: "deleteRows",
        table: readName(table, context.defaultSchema),
        rows: readRows(rows),
      })),
    backfill: (table, options) =>
      callWith(context, () => {
        const name = readName(table, context.defaultSchema);
        return { kind: "backfill", table: name, ...readBackfill(options) };
      }),
    // The sink's own promise: one made of it would be rejected unheard where nobody awaits it.
    query: <Row>(sql: string, parameters?: readonly unknown[]) =>
      sink.query(sql, parameters) as Promise<readonly Row[]>,
    autocommit: (body) => sink.autocommit(body),
    invoke: (operation) => callWith(context, () => readInvoked(operation)),
  };
}

function isList(given: readonly unknown[] | ExecuteOptions): given is readonly unknown[] {
  return Array.isArray(given);
}
