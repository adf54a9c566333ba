import type { Enum } from "../schema/enum.js";
import type { QualifiedName } from "../schema/name.js";
import type { Extension } from "../schema/schema.js";
import type { Sequence } from "../schema/sequence.js";
import type { View } from "../schema/view.js";

export type CreateEnum = {
  readonly kind: "createEnum";
  readonly enum: Enum;
  readonly ifNotExists?: boolean;
};

export type DropEnum = {
  readonly kind: "dropEnum";
  readonly enum: Enum;
  readonly ifExists?: boolean;
};

export type AlterEnum = {
  readonly kind: "alterEnum";
  readonly from: Enum;
  readonly to: Enum;
  /** Old value to new value, for values that were renamed rather than removed and added. */
  readonly renamed?: Readonly<Record<string, string>>;
  /**
   * PostgreSQL: make the type anew and move the columns over, even where values are only added. A value added in place
   * cannot be used before the transaction ends. Default false.
   */
  readonly rewrite?: boolean;
};

export type RenameEnum = {
  readonly kind: "renameEnum";
  readonly from: QualifiedName;
  readonly to: QualifiedName;
};

export type CreateSequence = {
  readonly kind: "createSequence";
  readonly sequence: Sequence;
  readonly ifNotExists?: boolean;
};

export type DropSequence = {
  readonly kind: "dropSequence";
  readonly sequence: Sequence;
  readonly ifExists?: boolean;
};

export type AlterSequence = {
  readonly kind: "alterSequence";
  readonly from: Sequence;
  /** Of the same name. */
  readonly to: Sequence;
};

export type RenameSequence = {
  readonly kind: "renameSequence";
  readonly from: QualifiedName;
  readonly to: QualifiedName;
};

export type CreateView = {
  readonly kind: "createView";
  readonly view: View;
  readonly ifNotExists?: boolean;
  /** The view had stepped aside: what was kept of it comes back. Default false. */
  readonly aside?: boolean;
};

export type DropView = {
  readonly kind: "dropView";
  readonly view: View;
  readonly ifExists?: boolean;
  /**
   * The view only steps aside and is created again further on: what it has beyond its definition (PostgreSQL: owner,
   * privileges, options, comments, triggers) is kept until then. Default false.
   */
  readonly aside?: boolean;
};

export type CreateSchema = {
  readonly kind: "createSchema";
  readonly name: string;
  readonly ifNotExists?: boolean;
};

export type DropSchema = {
  readonly kind: "dropSchema";
  readonly name: string;
  readonly ifExists?: boolean;
};

export type CreateExtension = {
  readonly kind: "createExtension";
  readonly extension: Extension;
  readonly ifNotExists?: boolean;
};

export type DropExtension = {
  readonly kind: "dropExtension";
  readonly extension: Extension;
  readonly ifExists?: boolean;
};
