import type { Constraint } from "../schema/constraint.js";
import type { Enum } from "../schema/enum.js";
import type { Index } from "../schema/index-definition.js";
import type { QualifiedName } from "../schema/name.js";
import type { Sequence } from "../schema/sequence.js";
import type { Table } from "../schema/table.js";
import type { View } from "../schema/view.js";

/** A thing of the database that the entities do not have: is it ours to drop? */
export type DiffObject =
  | { readonly kind: "table"; readonly name: QualifiedName; readonly object: Table }
  | { readonly kind: "view"; readonly name: QualifiedName; readonly object: View }
  | { readonly kind: "enum"; readonly name: QualifiedName; readonly object: Enum }
  | { readonly kind: "sequence"; readonly name: QualifiedName; readonly object: Sequence }
  | { readonly kind: "schema"; readonly name: string; readonly object: string }
  | {
      readonly kind: "index";
      /** The table or materialized view it is on, as the database names it. */
      readonly table: QualifiedName;
      readonly name: string;
      readonly object: Index;
    }
  | {
      readonly kind: "constraint";
      readonly table: QualifiedName;
      /** Left out: it has none. */
      readonly name?: string;
      readonly object: Constraint;
    };
