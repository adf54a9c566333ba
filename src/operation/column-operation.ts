import type { Column } from "../schema/column.js";
import type { QualifiedName } from "../schema/name.js";
import type { Locking } from "./locking.js";

export type AddColumn = Locking & {
  readonly kind: "addColumn";
  readonly table: QualifiedName;
  readonly column: Column;
  readonly ifNotExists?: boolean;
};

export type DropColumn = Locking & {
  readonly kind: "dropColumn";
  readonly table: QualifiedName;
  readonly column: Column;
  readonly ifExists?: boolean;
};

export type AlterColumn = Locking & {
  readonly kind: "alterColumn";
  readonly table: QualifiedName;
  readonly from: Column;
  readonly to: Column;
  /**
   * How old values become new ones, in the database's own SQL: `USING` on PostgreSQL, the copy's SELECT on SQLite, an
   * UPDATE on MySQL.
   */
  readonly using?: string;
  /** The same for the way back. */
  readonly reverseUsing?: string;
  /** Old value to new value of an enumeration that is part of the column (MySQL), for values renamed rather than removed and added. */
  readonly renamed?: Readonly<Record<string, string>>;
};

export type RenameColumn = Locking & {
  readonly kind: "renameColumn";
  readonly table: QualifiedName;
  readonly from: string;
  readonly to: string;
};
