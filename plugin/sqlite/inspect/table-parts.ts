import type { Column } from "../../../src/schema/column.js";
import type {
  CheckConstraint,
  ForeignKey,
  PrimaryKey,
  UniqueConstraint,
} from "../../../src/schema/constraint.js";
import { compact } from "../../../src/schema/compact.js";
import type { IndexKey } from "../../../src/schema/index-definition.js";

/** A table while it is read: its pieces in the order in which they stand. */
export type TableParts = {
  readonly columns: Column[];
  readonly uniques: UniqueConstraint[];
  readonly checks: CheckConstraint[];
  readonly foreignKeys: ForeignKey[];
  primaryKey?: PrimaryKey;
  autoincrement?: boolean;
  /** `id INTEGER PRIMARY KEY DESC`, which is no alias of the rowid: https://sqlite.org/lang_createtable.html#rowid */
  descendingInline?: boolean;
};

export function emptyParts(): TableParts {
  return { columns: [], uniques: [], checks: [], foreignKeys: [] };
}

/** The columns of a PRIMARY KEY or UNIQUE, with their own collations and directions where one has such. */
export function keyColumns(keys: readonly IndexKey[]) {
  const collations = keys.map(({ collation }) => collation ?? null);
  const descending = keys.map((key) => key.descending === true);
  return compact({
    columns: keys.map(({ column, expression }) => column ?? expression ?? ""),
    collations: collations.some((collation) => collation !== null) ? collations : undefined,
    descending: descending.includes(true) ? descending : undefined,
  });
}
