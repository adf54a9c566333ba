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
export function dropColumn(
  { column: { name } }: DropColumn,
  { server, before }: Told,
): readonly Partial<Step>[] {
  const { drops, touches } = spanning(before, [name], server);
  return [
    {
      clauses: [...drops, `DROP COLUMN ${quoteIdentifier(name)}`],
      touches: [...touches, { thing: `column ${name}`, how: "drop" }],
      forgets: name,
    },
  ];
}

/** Keys, indexes and checks follow; MySQL wants checks made anew. */
export function renameColumn(
  { from, to }: RenameColumn,
  { server, before, after }: Told,
): readonly Partial<Step>[] {
  const rename = `RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`;
  const touches = [from, to].map((name) => ({ thing: `column ${name}`, how: "change" as const }));
  if (server?.product !== "mysql") return [{ clauses: [rename], touches, forgets: from }];
  const checks = spanning({ ...before, foreignKeys: [], indexes: [] }, [from], server, after);
  const { drops, adds } = checks;
  const clauses = [...drops, rename, ...adds];
  return [{ clauses, touches: [...checks.touches, ...touches], forgets: from }];
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
