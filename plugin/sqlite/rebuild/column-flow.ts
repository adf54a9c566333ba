import type { Column } from "../../../src/schema/column.js";
import type { Table } from "../../../src/schema/table.js";
import type { TableChange } from "../compile/table-change.js";
import { renameColumnsIn } from "../text/expression.js";

/** Where the values of one column of the new table come from. */
export type ColumnFlow = {
  /** The column as the new table has it in the end. */
  readonly column: Column;
  /** The column of the old table it was; left out for a new one. */
  readonly source?: Column;
  /** What its author gave to make the new values from the old table's columns. */
  readonly using?: string;
};

type Draft = { readonly source?: string; readonly using?: string };

/** Follows every column of the table through the changes. */
export function flowColumns(
  before: Table,
  after: Table,
  changes: readonly TableChange[],
): readonly ColumnFlow[] {
  const drafts = new Map<string, Draft>(before.columns.map(({ name }) => [name, { source: name }]));
  for (const change of changes) follow(change, drafts);
  return after.columns.map((column) => {
    const { source, using } = drafts.get(column.name) ?? {};
    const held = before.columns.find(({ name }) => name === source);
    return { column, ...(held && { source: held }), ...(using !== undefined && { using }) };
  });
}

function follow(change: TableChange, drafts: Map<string, Draft>): void {
  if (change.kind === "addColumn") drafts.set(change.column.name, {});
  if (change.kind === "dropColumn") drafts.delete(change.column.name);
  if (change.kind === "renameColumn") rename(drafts, change.from, change.to);
  if (change.kind === "alterColumn") alter(change, drafts);
}

function alter(
  change: Extract<TableChange, { kind: "alterColumn" }>,
  drafts: Map<string, Draft>,
): void {
  const { from, to, using } = change;
  if (using !== undefined) {
    const sources = sourceNames(drafts);
    drafts.set(from.name, { ...drafts.get(from.name), using: renameColumnsIn(using, sources) });
  }
  rename(drafts, from.name, to.name);
}

function rename(drafts: Map<string, Draft>, from: string, to: string): void {
  const draft = drafts.get(from);
  if (draft === undefined || from === to) return;
  drafts.delete(from);
  drafts.set(to, draft);
}

/** The old table's name of each column by its name at this moment, in lower case. */
function sourceNames(drafts: ReadonlyMap<string, Draft>): ReadonlyMap<string, string> {
  const pairs = [...drafts].flatMap(([name, { source }]) =>
    source === undefined || source === name ? [] : [[name.toLowerCase(), source] as const],
  );
  return new Map(pairs);
}
