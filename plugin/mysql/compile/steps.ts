import { lockingOf } from "../../../src/operation/locking.js";
import type { OperationMap } from "../../../src/operation/operation.js";
import type { TableChange } from "../../../src/operation/table-change.js";
import { quoteIdentifier } from "../quote-name.js";
import { quoteText } from "../text/quote-text.js";
import { addColumn, dropColumn, renameColumn } from "./column.js";
import { createConstraint, dropConstraint, renameConstraint } from "./constraint.js";
import { createIndex, dropIndex } from "./index-definition.js";
import { alterColumn } from "./alter-column.js";
import type { Step, Known } from "./step.js";
import { unsupported } from "./unsupported.js";
import { alterOptions } from "./table.js";

/** The steps of one change, in their order. */
export function stepsOf(change: TableChange, known: Known): readonly Step[] {
  const make = steps[change.kind] as (
    change: TableChange,
    known: Known,
  ) => readonly Partial<Step>[];
  const made = make(change, known);
  return made.map((step) => ({ ...nothing, ...step, ...lockingOf(change) }));
}

const nothing: Step = { guards: [], clauses: [], touches: [] };

type Steps = {
  readonly [Kind in TableChange["kind"]]: (
    change: OperationMap[Kind],
    known: Known,
  ) => readonly Partial<Step>[];
};

const steps: Steps = {
  addColumn,
  dropColumn,
  alterColumn,
  renameColumn,
  createConstraint,
  dropConstraint,
  renameConstraint,
  validateConstraint: ({ name }) => {
    throw unsupported(
      `constraints that leave rows unchecked ("${name}")`,
      "Leave the operation out: every row was checked when the constraint was made.",
    );
  },
  createIndex,
  dropIndex,
  renameIndex: ({ from, to }) => [
    {
      clauses: [`RENAME INDEX ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`],
      touches: [
        { thing: `index ${from}`, how: "change" },
        { thing: `index ${to}`, how: "change" },
      ],
    },
  ],
  alterTableComment: ({ to = "" }) => [
    {
      clauses: [`COMMENT=${quoteText(to)}`],
      touches: [{ thing: "comment", how: "change" }],
    },
  ],
  alterTableOptions: alterOptions,
};
