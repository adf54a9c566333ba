import type {
  AddColumn,
  DropColumn,
  RenameColumn,
} from "../../../src/operation/column-operation.js";
import { isMariaDb } from "../server.js";
import { nameText } from "../../../src/schema/name.js";
import { quoteIdentifier, quoteName } from "../quote-name.js";
import { spanning } from "./aside.js";
import { columnClause } from "./column-clause.js";
import { renameAside } from "./rename-aside.js";
import type { Step, Told } from "./step.js";

export function addColumn(
  { column, table, ifNotExists }: AddColumn,
  { server, before }: Told,
): readonly Partial<Step>[] {
  // Where the table is known, `ifNotExists` has been decided by now.
  const isOpen = ifNotExists === true && before.columns.length === 0;
  const exists = isOpen && server !== undefined && isMariaDb(server) ? "IF NOT EXISTS " : "";
  const isFilled =
    column.nullable || column.default !== undefined || column.generated !== undefined;
  return [
    {
      guards: isFilled ? [] : [rowsGuard(table, column.name)],
      clauses: [`ADD COLUMN ${exists}${columnClause(column, { server, checks: before.checks })}`],
      touches: [{ thing: `column ${column.name}`, how: "make" }],
    },
  ];
}

/** What spans the column goes with it, as a whole: the server would leave indexes without the column. */
export function dropColumn({ column: { name } }: DropColumn, told: Told): readonly Partial<Step>[] {
  const { drops, touches } = spanning([name], told);
  return [
    {
      clauses: [...drops, `DROP COLUMN ${quoteIdentifier(name)}`],
      touches: [...touches, { thing: `column ${name}`, how: "drop" }],
      forgets: name,
    },
  ];
}

/**
 * What speaks of the column follows. A column that a foreign key sees is renamed only where the table is not copied, so
 * nothing else stands in that ALTER TABLE.
 */
export function renameColumn({ from, to }: RenameColumn, told: Told): readonly Partial<Step>[] {
  const { drops, adds, touches } = renameAside(from, told);
  const rename = `RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`;
  const own = [from, to].map((name) => ({ thing: `column ${name}`, how: "change" as const }));
  if (told.isTied !== true)
    return [{ clauses: [...drops, rename, ...adds], touches: [...touches, ...own], forgets: from }];
  return [
    { clauses: drops, touches },
    { clauses: [rename], touches: own, forgets: from, apart: true, closes: true },
    { clauses: adds, touches },
  ];
}

// Without a default the server would invent a value: 0, or an empty text.
function rowsGuard(table: AddColumn["table"], name: string) {
  return {
    sql: `SELECT COUNT(*) AS ${quoteIdentifier("rows")} FROM ${quoteName(table)} HAVING COUNT(*) > 0`,
    guard: {
      code: "ROWS_VIOLATE_NOT_NULL",
      message: `"${name}" is to be NOT NULL without a default, but "${nameText(table)}" has rows, for which it would have no value. Give it a default, or add it as nullable, fill it, and then make it NOT NULL.`,
    },
  };
}
