import { compact } from "../../schema/compact.js";
import type { Schema } from "../../schema/schema.js";
import type { Sequence } from "../../schema/sequence.js";
import type { View } from "../../schema/view.js";
import type { SequenceChange, SequenceOptions } from "../options/sequence-options.js";
import { changeSequence, readSequence } from "../options/sequence-options.js";
import type { TableName } from "../options/table-name.js";
import { readName } from "../options/table-name.js";
import type { ViewOptions } from "../options/view-options.js";
import { readView } from "../options/view-options.js";
import type { CallContext, CreateOptions, DropOptions } from "./call.js";
import { call, callOnCatalog, callWith, ifExists, ifNotExists } from "./call.js";
import { lookUpNamed, requireNamed } from "./find-in-state.js";

/**
 * `{ aside: true }`: the view is dropped only to be created again. Its owner, privileges, options, comments and triggers,
 * where the database has such, are kept from the one call to the other.
 */
export type AsideOptions = { readonly aside?: boolean };

export interface CatalogOperations {
  /**
   * Creates a sequence that stands alone.
   *
   * @example
   * await op.createSequence("invoice_number", { start: 1000, increment: 10 });
   * // PostgreSQL: CREATE SEQUENCE "invoice_number" INCREMENT BY 10 START WITH 1000
   * // SQLite:     refused: SQLite has no sequences
   * // MySQL:      refused; MariaDB: CREATE SEQUENCE `invoice_number` START WITH 1000 INCREMENT BY 10
   */
  createSequence(name: TableName, options?: SequenceOptions & CreateOptions): Promise<void>;

  /**
   * Changes how a sequence that stands alone counts. It goes on where it is: `start` is where `RESTART` would begin, and a
   * sequence that stands outside its new bounds stops the revision. What is left out stays; `null` means the database's
   * default.
   *
   * @example
   * await op.alterSequence("invoice_number", { increment: 100, maximum: null });
   * // PostgreSQL: ALTER SEQUENCE "invoice_number" INCREMENT BY 100 MAXVALUE 9223372036854775807
   * // SQLite:     refused: SQLite has no sequences
   * // MySQL:      refused; MariaDB, in a script: ALTER SEQUENCE `invoice_number` INCREMENT BY 100 NO MAXVALUE
   */
  alterSequence(name: TableName, change: SequenceChange): Promise<void>;

  /**
   * Renames a sequence that stands alone, or moves it to another schema; it goes on where it was.
   *
   * @example
   * await op.renameSequence("invoice_number", "document_number");
   * // PostgreSQL: ALTER SEQUENCE "invoice_number" RENAME TO "document_number"
   * // SQLite:     refused: SQLite has no sequences
   */
  renameSequence(from: TableName, to: TableName): Promise<void>;

  /**
   * Drops a sequence.
   *
   * @example
   * await op.dropSequence("invoice_number");
   * // PostgreSQL: DROP SEQUENCE "invoice_number"
   * // SQLite:     refused: SQLite has no sequences
   * // MySQL:      refused; MariaDB: DROP SEQUENCE `invoice_number`
   */
  dropSequence(name: TableName, options?: DropOptions): Promise<void>;

  /**
   * Creates a view, or a materialized view with its indexes.
   *
   * @example
   * await op.createView("active_users", { definition: 'SELECT * FROM "users" WHERE "active"' });
   * // PostgreSQL: CREATE VIEW "active_users" AS SELECT * FROM "users" WHERE "active"
   * // SQLite:     CREATE VIEW "active_users" AS SELECT * FROM "users" WHERE "active"
   * // MySQL:      CREATE VIEW `active_users` AS SELECT * FROM "users" WHERE "active", in its own quotes
   */
  createView(name: TableName, options: ViewOptions & CreateOptions & AsideOptions): Promise<void>;

  /**
   * Drops a view, materialized or not.
   *
   * @example
   * await op.dropView("active_users");
   * // PostgreSQL: DROP VIEW "active_users"
   * // SQLite:     DROP VIEW "active_users"
   * // MySQL:      DROP VIEW `active_users`
   * await op.dropView("active_users", { aside: true });
   * // PostgreSQL: the same; what the view has beyond its definition comes back with createView(..., { aside: true })
   * // MySQL:      nothing yet: createView(..., { aside: true }) replaces it
   */
  dropView(name: TableName, options?: DropOptions & AsideOptions): Promise<void>;

  /**
   * Creates a schema.
   *
   * @example
   * await op.createSchema("billing");
   * // PostgreSQL: CREATE SCHEMA "billing"
   * // SQLite:     refused: SQLite has no schemas
   * // MySQL:      CREATE DATABASE `billing`
   */
  createSchema(name: string, options?: CreateOptions): Promise<void>;

  /**
   * Drops an empty schema.
   *
   * @example
   * await op.dropSchema("billing");
   * // PostgreSQL: DROP SCHEMA "billing"
   * // SQLite:     refused: SQLite has no schemas
   * // MySQL:      DROP DATABASE `billing`, refused while it holds tables
   */
  dropSchema(name: string, options?: DropOptions): Promise<void>;

  /**
   * Adds an extension to the database.
   *
   * @example
   * await op.createExtension("uuid-ossp", { ifNotExists: true });
   * // PostgreSQL: CREATE EXTENSION IF NOT EXISTS "uuid-ossp"
   * // SQLite:     refused: SQLite has no extensions of this kind
   * // MySQL:      refused: MySQL has no extensions of this kind
   */
  createExtension(
    name: string,
    options?: CreateOptions & { readonly schema?: string },
  ): Promise<void>;

  /**
   * Removes an extension from the database. Only written by hand: autogenerate never drops an extension, and no
   * downgrade that it derives does.
   *
   * @example
   * await op.dropExtension("uuid-ossp");
   * // PostgreSQL: DROP EXTENSION "uuid-ossp"
   * // SQLite:     refused: SQLite has no extensions of this kind
   * // MySQL:      refused: MySQL has no extensions of this kind
   */
  dropExtension(name: string, options?: DropOptions): Promise<void>;
}

export function createCatalogOperations(context: CallContext): CatalogOperations {
  const { defaultSchema } = context;
  return {
    ...createSequenceOperations(context),
    createView: (given, options) =>
      callWith(context, () => {
        const view = readView(readName(given, defaultSchema), options, defaultSchema);
        return { kind: "createView", view, ...ifNotExists(options), ...aside(options) };
      }),
    dropView: (given, options) =>
      callOnCatalog(context, given, (state, name) => {
        const absent: View | undefined =
          options?.ifExists === true ? { ...name, ...absentView } : undefined;
        const held = lookUpNamed(state.views, name) ?? absent;
        const view = held ?? requireNamed(state.views, name, "view");
        return { kind: "dropView", view, ...ifExists(options), ...aside(options) };
      }),
    ...createNamespaceOperations(context),
  };
}

function createSequenceOperations(
  context: CallContext,
): Pick<CatalogOperations, `${"create" | "alter" | "rename" | "drop"}Sequence`> {
  const { defaultSchema } = context;
  return {
    createSequence: (given, options = {}) =>
      callWith(context, () => {
        const sequence = readSequence(readName(given, defaultSchema), options);
        return { kind: "createSequence", sequence, ...ifNotExists(options) };
      }),
    alterSequence: (given, change) =>
      callOnCatalog(context, given, (state, name) => {
        const from = requireNamed(state.sequences, name, "sequence");
        return { kind: "alterSequence", from, to: changeSequence(from, change) };
      }),
    renameSequence: (from, to) =>
      callWith(context, () => ({
        kind: "renameSequence",
        from: readName(from, defaultSchema),
        to: readName(to, defaultSchema),
      })),
    dropSequence: (given, options) =>
      callOnCatalog(context, given, (state, name) => {
        const absent: Sequence | undefined = options?.ifExists === true ? name : undefined;
        const held = lookUpNamed(state.sequences, name) ?? absent;
        const sequence = held ?? requireNamed(state.sequences, name, "sequence");
        return { kind: "dropSequence", sequence, ...ifExists(options) };
      }),
  };
}

function aside(options: AsideOptions | undefined): { readonly aside?: true } {
  return options?.aside === true ? { aside: true } : {};
}

const absentView = { definition: "", materialized: false, indexes: [] };

function createNamespaceOperations(
  context: CallContext,
): Pick<CatalogOperations, "createSchema" | "dropSchema" | "createExtension" | "dropExtension"> {
  return {
    createSchema: (name, options) =>
      callWith(context, () => ({ kind: "createSchema", name, ...ifNotExists(options) })),
    dropSchema: (name, options) =>
      callWith(context, () => ({ kind: "dropSchema", name, ...ifExists(options) })),
    createExtension: (name, options) =>
      callWith(context, () => {
        const extension = compact({ name, schema: options?.schema });
        return { kind: "createExtension", extension, ...ifNotExists(options) };
      }),
    dropExtension: (name, options) =>
      call(context, () => {
        const held = (state: Schema) => state.extensions.find((known) => known.name === name);
        return {
          needs: [],
          needsCatalog: true,
          complete: (state) => ({
            kind: "dropExtension",
            extension: held(state) ?? { name },
            ...ifExists(options),
          }),
        };
      }),
  };
}
