import type { Column } from "../schema/column.js";
import type { QualifiedName } from "../schema/name.js";

export type AddColumn = {
  readonly kind: "addColumn";
  readonly table: QualifiedName;
  readonly column: Column;
  readonly ifNotExists?: boolean;
};

export type DropColumn = {
  readonly kind: "dropColumn";
  readonly table: QualifiedName;
  readonly column: Column;
  readonly ifExists?: boolean;
};

export type AlterColumn = {
  readonly kind: "alterColumn";
  readonly table: QualifiedName;
  readonly from: Column;
  readonly to: Column;
  /** How old values become new ones, in the database's own SQL: `USING` on PostgreSQL, the copy's SELECT on SQLite. */
  readonly using?: string;
  /** The same for the way back. */
  readonly reverseUsing?: string;
};

export type RenameColumn = {
  readonly kind: "renameColumn";
  readonly table: QualifiedName;
  readonly from: string;
  readonly to: string;
};
