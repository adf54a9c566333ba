import type { Column } from "../schema/column.js";
import type { ForeignKey } from "../schema/constraint.js";
import type { IndexKey } from "../schema/index-definition.js";
import type { QualifiedName } from "../schema/name.js";

/** A question about the rows that a table holds now; the answer is how many of them it concerns. */
export type RowQuestion = { readonly table: QualifiedName } & (
  | { readonly kind: "rows" }
  /** Rows with a value in the column. */
  | { readonly kind: "filled"; readonly column: string }
  /** The same of a column that is dropped, but none where every row holds its default: the way back gives that again. */
  | { readonly kind: "dropped"; readonly column: Column }
  /** Rows without one. */
  | { readonly kind: "empty"; readonly column: string }
  /** Rows with one of these values. */
  | { readonly kind: "holding"; readonly column: string; readonly values: readonly string[] }
  /**
   * Rows whose value would be refused, or does not come back: there to the new type and back to the old one, by the
   * expressions that the change states, or by those of the database.
   */
  | {
      readonly kind: "unconvertible";
      readonly from: Column;
      readonly to: Column;
      /** The stated conversion, which reads the column by its name in `to`. */
      readonly using?: string;
      /** The stated way back, which reads it by its name in `from`. */
      readonly reverseUsing?: string;
      /** What the enum type will hold that the column is to have: it need not be there yet. */
      readonly values?: readonly string[];
    }
  /** Rows beyond the first of those that are alike in all keys. */
  | {
      readonly kind: "alike";
      readonly keys: readonly IndexKey[];
      readonly where?: string;
      readonly nullsAlike?: boolean;
    }
  /** Rows for which the condition does not hold. */
  | { readonly kind: "breaking"; readonly condition: string }
  /** Rows that refer to one that is not there. */
  | { readonly kind: "orphans"; readonly key: ForeignKey }
);

/** The same about every column that takes its values from an enum type. */
export type EnumQuestion = {
  readonly kind: "inEnum";
  readonly type: QualifiedName;
  readonly values: readonly string[];
};
