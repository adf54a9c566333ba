import type { ErrorCode } from "../error/codes.js";
import type { Hazard } from "../operation/hazard.js";
import type { Operation } from "../operation/operation.js";
import type { QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Scope, Server } from "./catalog.js";

/** How a dialect changes definitions, and how it writes names and values. */
export type DialectDdl = {
  /** Groups and reorders generated operations as this database wants them (SQLite: one batch a table). */
  readonly arrange: (operations: readonly Operation[]) => readonly Operation[];
  /** The statements that carry out one operation. Throws `UNSUPPORTED_OPERATION` naming the alternative. */
  readonly compile: (
    operation: Operation,
    context: CompileContext,
  ) => Promise<readonly Statement[]>;
  /**
   * What an operation does to those who use its table, beside what it does to rows on every database: whether all rows
   * are written anew, and who waits meanwhile. A batch is one operation. Left out: nothing is known of that.
   */
  readonly hazards?: (operation: Operation, place: HazardPlace) => readonly Hazard[];
  /** A JavaScript value as SQL text, safely quoted: for offline scripts. */
  readonly literal: (value: unknown) => string;
  readonly quoteName: (name: QualifiedName) => string;
};

export type CompileContext = {
  /** Left out offline. */
  readonly server?: Server;
  /**
   * The database as it is just before this operation, in the given scope: inspected online, replayed offline.
   * Throws `STATE_UNKNOWN` offline where the history does not tell.
   */
  readonly state: (scope: Scope) => Promise<Schema>;
  /** What was done before this operation in the same transaction, oldest first. Left out: nothing that is known. */
  readonly earlier?: readonly Operation[];
};

/** One statement for one database, ready to run. */
export type Statement = {
  readonly sql: string;
  /** Values for the driver's placeholders. Offline scripts inline them. */
  readonly parameters?: readonly unknown[];
  /** `false`: the database refuses it inside a transaction (`CREATE INDEX CONCURRENTLY`). Default true. */
  readonly transactional?: boolean;
  /** It clears away what an earlier attempt at the next statement may have left, and otherwise does nothing: it is run at each attempt. Default false. */
  readonly repeatable?: boolean;
  /**
   * A question to the data: when it returns a row, the revision stops before anything is changed.
   * `message` says what the row means; the row's own columns are shown under it.
   */
  readonly guard?: { readonly code: ErrorCode; readonly message: string };
};

/** Where an operation is to run. */
export type HazardPlace = {
  /** Left out: any that the dialect speaks to. */
  readonly server?: Server;
  /** The database just before the operation, as far as it is known. */
  readonly state: Schema;
};
