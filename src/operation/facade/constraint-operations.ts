import type { ConstraintKind } from "../../schema/constraint.js";
import { findTable } from "../../schema/schema.js";
import type {
  CheckOptions,
  ConstraintOptions,
  ExcludeOptions,
  ForeignKeyOptions,
  PrimaryKeyOptions,
  UniqueOptions,
} from "../options/constraint-options.js";
import { readConstraint } from "../options/constraint-options.js";
import type { ConstraintTarget } from "../options/constraint-target.js";
import { absentConstraint, findConstraint } from "../options/constraint-target.js";
import type { TableName } from "../options/table-name.js";
import { readName } from "../options/table-name.js";
import type { CallContext, DropOptions } from "./call.js";
import { callOnDropped, callOnTable, callWith, ifExists } from "./call.js";
import { requireConstraint, requireTable } from "./find-in-state.js";

export interface ConstraintOperations {
  /**
   * Gives a table its primary key.
   *
   * @example
   * await op.createPrimaryKey("users", { name: "PK_users", columns: ["id"] });
   * // PostgreSQL: ALTER TABLE "users" ADD CONSTRAINT "PK_users" PRIMARY KEY ("id")
   * // SQLite:     the table is rebuilt with it
   * // MySQL:      ALTER TABLE `users` ADD PRIMARY KEY (`id`)
   */
  createPrimaryKey(table: TableName, key: PrimaryKeyOptions): Promise<void>;

  /**
   * Forbids two rows with the same values.
   *
   * @example
   * await op.createUniqueConstraint("users", { name: "UQ_users_email", columns: ["email"] });
   * // PostgreSQL: ALTER TABLE "users" ADD CONSTRAINT "UQ_users_email" UNIQUE ("email")
   * // SQLite:     the table is rebuilt with it
   * // MySQL:      ALTER TABLE `users` ADD UNIQUE INDEX `UQ_users_email` (`email`)
   */
  createUniqueConstraint(table: TableName, unique: UniqueOptions): Promise<void>;

  /**
   * Ties rows to the rows of another table.
   *
   * @example
   * await op.createForeignKey("posts", {
   *   name: "FK_posts_author",
   *   columns: ["authorId"],
   *   references: "users",
   *   referencedColumns: ["id"],
   *   onDelete: "CASCADE",
   * });
   * // PostgreSQL: ALTER TABLE "posts" ADD CONSTRAINT "FK_posts_author" FOREIGN KEY ("authorId")
   * //             REFERENCES "users" ("id") ON DELETE CASCADE
   * // SQLite:     the table is rebuilt with it
   * // MySQL:      ALTER TABLE `posts` ADD CONSTRAINT `FK_posts_author` FOREIGN KEY (`authorId`)
   * //             REFERENCES `users` (`id`) ON DELETE CASCADE
   */
  createForeignKey(table: TableName, key: ForeignKeyOptions): Promise<void>;

  /**
   * Makes every row fulfil a condition.
   *
   * @example
   * await op.createCheckConstraint("items", { name: "CHK_price", expression: "price > 0" });
   * // PostgreSQL: ALTER TABLE "items" ADD CONSTRAINT "CHK_price" CHECK (price > 0)
   * // SQLite:     the table is rebuilt with it
   * // MySQL:      ALTER TABLE `items` ADD CONSTRAINT `CHK_price` CHECK (price > 0)
   */
  createCheckConstraint(table: TableName, check: CheckOptions): Promise<void>;

  /**
   * Forbids two rows that overlap (PostgreSQL).
   *
   * @example
   * await op.createExcludeConstraint("stays", {
   *   name: "XCL_stays",
   *   expression: "USING gist (room WITH =, during WITH &&)",
   * });
   * // PostgreSQL: ALTER TABLE "stays" ADD CONSTRAINT "XCL_stays" EXCLUDE USING gist (room WITH =, during WITH &&)
   * // SQLite:     refused: SQLite has none
   * // MySQL:      refused: MySQL has none
   */
  createExcludeConstraint(table: TableName, exclude: ExcludeOptions): Promise<void>;

  /**
   * Drops a constraint by its name, or one without a name by what it holds.
   *
   * @example
   * await op.dropConstraint("posts", "FK_posts_author");
   * // PostgreSQL: ALTER TABLE "posts" DROP CONSTRAINT "FK_posts_author"
   * await op.dropConstraint("posts", { foreignKey: ["authorId"], references: "users" });
   * await op.dropConstraint("posts", { unique: ["slug"] });
   * await op.dropConstraint("posts", { check: "views >= 0" });
   * await op.dropConstraint("posts", { primaryKey: true });
   * // SQLite:     the table is rebuilt without it
   * // MySQL:      DROP FOREIGN KEY, with the index the server made for it; DROP INDEX; DROP CHECK; DROP PRIMARY KEY
   */
  dropConstraint(
    table: TableName,
    constraint: ConstraintTarget,
    options?: DropOptions,
  ): Promise<void>;

  /**
   * Renames a constraint.
   *
   * @example
   * await op.renameConstraint("users", "UQ_97672ac88f789774dd47f7c8be3", "UQ_users_email");
   * // PostgreSQL: ALTER TABLE "users" RENAME CONSTRAINT "UQ_97672ac88f789774dd47f7c8be3" TO "UQ_users_email"
   * // SQLite:     the table is rebuilt with the new name
   * // MySQL:      RENAME INDEX; checks and foreign keys are made again
   */
  renameConstraint(table: TableName, constraint: ConstraintTarget, to: string): Promise<void>;

  /**
   * Checks the rows that were there when a constraint was created with `notValid: true` (PostgreSQL).
   *
   * @example
   * await op.validateConstraint("items", "CHK_price");
   * // PostgreSQL: ALTER TABLE "items" VALIDATE CONSTRAINT "CHK_price"
   * // SQLite:     refused: SQLite checks constraints at once
   * // MySQL:      refused: MySQL checks constraints at once
   */
  validateConstraint(table: TableName, name: string): Promise<void>;
}

export function createConstraintOperations(context: CallContext): ConstraintOperations {
  const { defaultSchema } = context;
  const create =
    <Kind extends ConstraintKind>(kind: Kind) =>
    (given: TableName, options: ConstraintOptions[Kind]) =>
      callWith(context, () => {
        const table = readName(given, defaultSchema);
        const constraint = readConstraint(kind, options, defaultSchema);
        return { kind: "createConstraint", table, constraint };
      });
  return {
    createPrimaryKey: create("primaryKey"),
    createUniqueConstraint: create("unique"),
    createForeignKey: create("foreignKey"),
    createCheckConstraint: create("check"),
    createExcludeConstraint: create("exclude"),
    dropConstraint: (table, target, options) => drop(context, table, target, options),
    renameConstraint: (given, target, to) =>
      callOnTable(context, given, (state, table) => {
        const constraint = requireConstraint(requireTable(state, table), target, defaultSchema);
        return { kind: "renameConstraint", table, constraint, to };
      }),
    validateConstraint: (table, name) =>
      callWith(context, () => ({
        kind: "validateConstraint",
        table: readName(table, defaultSchema),
        name,
      })),
  };
}

function drop(
  context: CallContext,
  given: TableName,
  target: ConstraintTarget,
  options: DropOptions | undefined,
): Promise<void> {
  const { defaultSchema } = context;
  return callOnDropped(context, given, options, {
    find: (state, name) => {
      const table = findTable(state, name);
      return table === undefined ? undefined : findConstraint(table, target, defaultSchema);
    },
    require: (state, name) => requireConstraint(requireTable(state, name), target, defaultSchema),
    standIn: () => absentConstraint(target),
    isNamed: typeof target === "string",
    drop: (table, constraint) => ({
      kind: "dropConstraint",
      table,
      constraint,
      ...ifExists(options),
    }),
  });
}
