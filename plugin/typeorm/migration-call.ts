import type { MigrationInterface, QueryRunner } from "typeorm";
import { AthanorError } from "../../src/error/athanor-error.js";
import type { Operations } from "../../src/operation/operations.js";

/** What a revision that runs a migration may say about it. */
export type MigrationCallOptions = {
  /**
   * `"own"`: the migration commits and begins by itself. The revision has no transaction around it
   * (`export const transaction = false`); this one is begun for it alone. Default: that of the revision.
   */
  readonly transaction?: "own";
};

/**
 * Runs a migration of TypeORM's, unchanged, inside a revision: on the revision's own connection and in its transaction.
 *
 * `athanor init --adopt` writes such revisions. While SQL is only written, what the migration says by
 * `queryRunner.query` is written too; anything else needs a database.
 *
 * @throws AthanorError `DATA_READ_OFFLINE`, and `MIGRATION_ENDS_TRANSACTION` where it commits or rolls back what is not its own.
 * @example
 * await typeormMigration(op, CreateUsers1700000000000, "up");
 */
export async function typeormMigration(
  op: Operations,
  Migration: new () => MigrationInterface,
  direction: "up" | "down",
  options: MigrationCallOptions = {},
): Promise<void> {
  const migration = new Migration();
  if (op.offline) return migration[direction](writingRunner(op));
  const { queryRunner } = op.manager;
  if (queryRunner === undefined) throw new TypeError("This entity manager has no query runner.");
  if (direction === "up") await createMetadataTable(queryRunner);
  const guarded = guardedRunner(queryRunner, Migration.name);
  const run = (): Promise<void> => migration[direction](guarded);
  await (options.transaction === "own" ? runAlone(queryRunner, run) : run());
}

/** As TypeORM's own runner does with `each`. */
async function runAlone(runner: QueryRunner, run: () => Promise<void>): Promise<void> {
  await runner.startTransaction();
  try {
    await run();
    if (runner.isTransactionActive) await runner.commitTransaction();
  } catch (error) {
    // The failure of the migration is the one to tell.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}

/** Migrations write there what views and generated columns say; TypeORM's own runner makes the table ahead of all. */
async function createMetadataTable(runner: QueryRunner): Promise<void> {
  const builder: object = runner.manager.connection.driver.createSchemaBuilder();
  const create: unknown = Reflect.get(builder, "createMetadataTableIfNecessary");
  if (typeof create === "function") await Reflect.apply(create, builder, [runner]);
}

/** The transaction around the migration belongs to the run: with it go the version rows, and what a dry run undoes. */
function guardedRunner(runner: QueryRunner, name: string): QueryRunner {
  const depth = depthOf(runner);
  const guard =
    (method: "commitTransaction" | "rollbackTransaction") => async (): Promise<void> => {
      if (depth > 0 && depthOf(runner) <= depth) throw endsTransaction(name, method);
      await runner[method]();
    };
  const guarded: Readonly<Record<PropertyKey, unknown>> = {
    commitTransaction: guard("commitTransaction"),
    rollbackTransaction: guard("rollbackTransaction"),
  };
  return new Proxy(runner, {
    get: (target, key, receiver): unknown => guarded[key] ?? Reflect.get(target, key, receiver),
  });
}

function depthOf(runner: QueryRunner): number {
  const depth: unknown = Reflect.get(runner, "transactionDepth");
  return typeof depth === "number" && runner.isTransactionActive ? depth : 0;
}

function endsTransaction(name: string, method: string): AthanorError {
  return new AthanorError({
    code: "MIGRATION_ENDS_TRANSACTION",
    message: `"${name}" calls "${method}" on the transaction around it, which holds the version rows, and other revisions too.`,
    suggestions: [
      "export const transaction = false;",
      `await typeormMigration(op, ${name}, "up", { transaction: "own" });`,
    ],
    facts: { migration: name, method },
  });
}

/** A query runner that writes down what it is asked to run, and knows nothing. */
function writingRunner(op: Operations): QueryRunner {
  const query = (sql: string, parameters?: readonly unknown[]): Promise<unknown> =>
    /^\s*(?:select|with|show|values)\b/i.test(sql)
      ? op.query(sql, parameters)
      : op.execute(sql, parameters ?? []).then(() => []);
  return new Proxy({} as QueryRunner, {
    get: (_target, key): unknown => {
      if (key === "query") return query;
      if (typeof key === "symbol" || key === "then") return undefined;
      throw new AthanorError({
        code: "DATA_READ_OFFLINE",
        message: `The migration uses "queryRunner.${key}", and while SQL is only written there is no database to ask.`,
        suggestions: ["run it against a database, without --sql"],
        facts: { read: `queryRunner.${key}` },
      });
    },
  });
}
