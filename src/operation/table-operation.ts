import type { QualifiedName } from "../schema/name.js";
import type { Table, TableOptions } from "../schema/table.js";
import type { Locking } from "./locking.js";

export type CreateTable = {
  readonly kind: "createTable";
  readonly table: Table;
  readonly ifNotExists?: boolean;
};

export type DropTable = {
  readonly kind: "dropTable";
  /** All of what is dropped, so that the operation reverses by itself. */
  readonly table: Table;
  readonly ifExists?: boolean;
};

export type RenameTable = {
  readonly kind: "renameTable";
  readonly from: QualifiedName;
  readonly to: QualifiedName;
};

export type AlterTableComment = Locking & {
  readonly kind: "alterTableComment";
  readonly table: QualifiedName;
  readonly from?: string;
  readonly to?: string;
};

export type AlterTableOptions = Locking & {
  readonly kind: "alterTableOptions";
  readonly table: QualifiedName;
  readonly from: TableOptions;
  readonly to: TableOptions;
};
