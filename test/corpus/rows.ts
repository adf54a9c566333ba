import { nameText } from "../../src/schema/name.js";
import type { Schema } from "../../src/schema/schema.js";
import type { Table } from "../../src/schema/table.js";
import type { Findings } from "./findings.js";
import { asText } from "./as-text.js";
import type { OpenDatabase } from "./oracle.js";

/** Every value of a database as text: a table's columns in their order, with each row's values. */
export type Rows = ReadonlyMap<
  string,
  { readonly table: Table; readonly rows: readonly TextRow[] }
>;
type TextRow = Readonly<Record<string, unknown>>;

export async function readAllRows({ connection, dialect, inspect }: OpenDatabase): Promise<Rows> {
  const schema: Schema = await inspect();
  const found = new Map<string, { readonly table: Table; readonly rows: readonly TextRow[] }>();
  for (const table of schema.tables) {
    const columns = table.columns.map((column) => {
      const name = dialect.ddl.quoteName({ name: column.name });
      return `${asText(dialect, column)} AS ${name}`;
    });
    const from = dialect.ddl.quoteName(table);
    const rows = await connection.query(`SELECT ${columns.join(", ")} FROM ${from}`);
    found.set(nameText(table), { table, rows });
  }
  return found;
}

/** What a change did to the values of the columns that are there before and after: all rows must be as they were. */
export function compareRows(findings: Findings, title: string, before: Rows, after: Rows): void {
  for (const [name, { table, rows }] of before) {
    const found = after.get(name);
    if (found === undefined) continue;
    const kept = table.columns.flatMap((column) => {
      const now = found.table.columns.find((other) => other.name === column.name);
      return now === undefined || isComputed(column) || isComputed(now) ? [] : [{ column, now }];
    });
    const alike = kept.filter(
      ({ column, now }) => JSON.stringify(column.type) === JSON.stringify(now.type),
    );
    const changed = kept.filter((pair) => !alike.includes(pair)).map(({ column }) => column.name);
    const names = alike.map(({ column }) => column.name);
    const project = (row: TextRow): string =>
      JSON.stringify([
        ...names.map((column) => row[column]),
        ...changed.map((column) => row[column] === null),
      ]);
    const [mine, theirs] = [rows.map(project).sort(), found.rows.map(project).sort()];
    if (JSON.stringify(mine) !== JSON.stringify(theirs)) {
      findings.same(`the rows of ${name} before ${title}`, theirs, mine);
      if (mine.length !== theirs.length)
        findings.add(`${name} had ${mine.length} rows and has ${theirs.length} after ${title}`);
    }
  }
}

function isComputed({ generated }: Table["columns"][number]): boolean {
  return generated?.kind === "expression";
}
