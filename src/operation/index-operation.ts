import type { Index } from "../schema/index-definition.js";
import type { QualifiedName } from "../schema/name.js";
import type { Locking } from "./locking.js";

export type CreateIndex = Locking & {
  readonly kind: "createIndex";
  /** A table, or a materialized view. */
  readonly table: QualifiedName;
  readonly index: Index;
  readonly concurrently?: boolean;
  readonly ifNotExists?: boolean;
};

export type DropIndex = Locking & {
  readonly kind: "dropIndex";
  readonly table: QualifiedName;
  readonly index: Index;
  readonly concurrently?: boolean;
  readonly ifExists?: boolean;
};

export type RenameIndex = Locking & {
  readonly kind: "renameIndex";
  readonly table: QualifiedName;
  readonly from: string;
  readonly to: string;
};
