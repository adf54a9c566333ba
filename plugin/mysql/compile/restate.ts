import type { AlterColumn } from "../../../src/operation/column-operation.js";
import type { Column } from "../../../src/schema/column.js";
import { quoteIdentifier } from "../quote-name.js";
import { columnClause } from "./column-clause.js";
import { conversionGuards } from "./conversion-guard.js";
import type { Step, Known, Touch } from "./step.js";

/** The column, under its old name and its new one. */
export function touchesOf({ from, to }: AlterColumn): readonly Touch[] {
  const names = [...new Set([from.name, to.name])];
  return names.map((name) => ({ thing: `column ${name}`, how: "change" }));
}

/** MODIFY, or CHANGE where the name is another one. */
export function inPlace(operation: AlterColumn, known: Known): readonly Partial<Step>[] {
  const { from, to } = operation;
  return [
    {
      guards: conversionGuards(operation, known.before),
      clauses: [restatement(from, to, known)],
      ...(beginsToCount(from, to) ? { begins: true } : {}),
      ...(from.name === to.name ? {} : { forgets: from.name }),
      touches: touchesOf(operation),
    },
  ];
}

function beginsToCount({ generated: old }: Column, { generated: fresh }: Column): boolean {
  return fresh?.kind === "increment" && old?.kind !== "increment";
}

export function restatement(from: Column, to: Column, { server, after }: Known): string {
  const definition = columnClause(to, { server, checks: after.checks });
  return from.name === to.name
    ? `MODIFY COLUMN ${definition}`
    : `CHANGE COLUMN ${quoteIdentifier(from.name)} ${definition}`;
}
