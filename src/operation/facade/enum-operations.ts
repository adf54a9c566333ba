import { compact } from "../../schema/compact.js";
import type { TableName } from "../options/table-name.js";
import { readName } from "../options/table-name.js";
import type { CallContext, CreateOptions, DropOptions } from "./call.js";
import { callOnCatalog, callWith, ifExists, ifNotExists } from "./call.js";
import { lookUpNamed, requireNamed } from "./find-in-state.js";

export type AlterEnumOptions = {
  /** All values afterwards, in their order. */
  readonly values: readonly string[];
  /** Old value to new value, for values that are renamed rather than removed and added. */
  readonly renamed?: Readonly<Record<string, string>>;
  /**
   * Make the type anew even where values are only added. PostgreSQL lets nobody use a value that was added in place
   * before the transaction ends: say so where the same revision, or a later one of the same run, uses it. Default false.
   */
  readonly rewrite?: boolean;
};

export interface EnumOperations {
  /**
   * Creates an enum type.
   *
   * @example
   * await op.createEnum("user_status", ["active", "blocked"]);
   * // PostgreSQL: CREATE TYPE "user_status" AS ENUM ('active', 'blocked')
   * // SQLite:     refused: SQLite has no enum types; use a CHECK
   * // MySQL:      refused: the values are part of each column; use op.alterColumn
   */
  createEnum(name: TableName, values: readonly string[], options?: CreateOptions): Promise<void>;

  /**
   * Changes the values of an enum type; the columns that use it keep theirs.
   *
   * @example
   * await op.alterEnum("user_status", { values: ["active", "blocked", "deleted"] });
   * // PostgreSQL: ALTER TYPE "user_status" ADD VALUE 'deleted' AFTER 'blocked'
   * await op.alterEnum("user_status", { values: ["active"] });
   * // PostgreSQL: a new type is put in the old one's place, and every column moved over to it
   * await op.alterEnum("user_status", { values: ["live", "blocked"], renamed: { active: "live" } });
   * // PostgreSQL: ALTER TYPE "user_status" RENAME VALUE 'active' TO 'live'
   * // SQLite:     refused: SQLite has no enum types
   * // MySQL:      refused: the values are part of each column; use op.alterColumn
   */
  alterEnum(name: TableName, options: AlterEnumOptions): Promise<void>;

  /**
   * Renames an enum type. The schema is part of both names.
   *
   * @example
   * await op.renameEnum("user_status", "account_status");
   * // PostgreSQL: ALTER TYPE "user_status" RENAME TO "account_status"
   * // SQLite:     refused: SQLite has no enum types
   * // MySQL:      refused: the values are part of each column; use op.alterColumn
   */
  renameEnum(from: TableName, to: TableName): Promise<void>;

  /**
   * Drops an enum type.
   *
   * @example
   * await op.dropEnum("user_status");
   * // PostgreSQL: DROP TYPE "user_status"
   * // SQLite:     refused: SQLite has no enum types
   * // MySQL:      refused: the values are part of each column; use op.alterColumn
   */
  dropEnum(name: TableName, options?: DropOptions): Promise<void>;
}

export function createEnumOperations(context: CallContext): EnumOperations {
  return {
    createEnum: (given, values, options) =>
      callWith(context, () => {
        const name = readName(given, context.defaultSchema);
        return { kind: "createEnum", enum: { ...name, values }, ...ifNotExists(options) };
      }),
    alterEnum: (given, { values, renamed, rewrite }) =>
      callOnCatalog(context, given, (state, name) => {
        const from = requireNamed(state.enums, name, "enum");
        const to = { ...name, values };
        return compact({ kind: "alterEnum" as const, from, to, renamed, rewrite });
      }),
    renameEnum: (from, to) =>
      callWith(context, () => ({
        kind: "renameEnum",
        from: readName(from, context.defaultSchema),
        to: readName(to, context.defaultSchema),
      })),
    dropEnum: (given, options) =>
      callOnCatalog(context, given, (state, name) => {
        const absent = options?.ifExists === true ? { ...name, values: [] } : undefined;
        const held = lookUpNamed(state.enums, name) ?? absent;
        const found = held ?? requireNamed(state.enums, name, "enum");
        return { kind: "dropEnum", enum: found, ...ifExists(options) };
      }),
  };
}
