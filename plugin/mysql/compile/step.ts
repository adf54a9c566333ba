import type { Locking } from "../../../src/operation/locking.js";
import type { Server } from "../../../src/plugin/catalog.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import type { Table } from "../../../src/schema/table.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { quoteName } from "../quote-name.js";

/** What a clause makes or unmakes: two clauses on one thing seldom stand in one ALTER TABLE. */
export type Touch = {
  /** `column a`, `index x`, `foreign key f`, `primary key`. */
  readonly thing: string;
  readonly how: "make" | "drop" | "change";
};

/**
 * What a change comes to: clauses that can stand in one ALTER TABLE with those of other changes, or statements that have
 * to run one after the other. Guards ask the rows beforehand.
 */
export type Step = Locking & {
  readonly guards: readonly Statement[];
  readonly clauses: readonly string[];
  readonly touches: readonly Touch[];
  /** Must come in an ALTER TABLE after the one that those before it stand in. */
  readonly apart?: boolean;
  /** A column that is no more by this name: what stands before it in the same ALTER TABLE must not speak of it. */
  readonly forgets?: string;
  /** What follows must come in an ALTER TABLE of its own. */
  readonly closes?: boolean;
  /** A column begins to count: rows that hold a 0 in it are to keep it. */
  readonly begins?: boolean;
  /** In the place of clauses. */
  readonly statements?: readonly Statement[];
};

/** What compiling one change knows. */
export type Known = {
  /** Does a foreign key, of this table or of another, see the column? */
  readonly isTied?: boolean;
  readonly server?: Server | undefined;
  /** The table just before the change and just after it. */
  readonly before: Table;
  readonly after: Table;
  /** The table before any of the changes that come together. */
  readonly first: Table;
  /** The table when all of the changes that come together are done. */
  readonly last: Table;
};

export function alterText(
  table: QualifiedName,
  clauses: readonly string[],
  locking: Locking = {},
): Statement {
  return {
    sql: `ALTER TABLE ${quoteName(table)} ${[...clauses, ...lockingClauses(locking)].join(", ")}`,
  };
}

/** `ALGORITHM=INPLACE`, `LOCK=NONE`: as the author asks; the server refuses what it cannot do so. */
function lockingClauses({ algorithm, lock }: Locking): readonly string[] {
  return [
    ...(algorithm === undefined ? [] : [`ALGORITHM=${algorithm.toUpperCase()}`]),
    ...(lock === undefined ? [] : [`LOCK=${lock.toUpperCase()}`]),
  ];
}
