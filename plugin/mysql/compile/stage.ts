import { AthanorError } from "../../../src/error/athanor-error.js";
import { applyOperation } from "../../../src/operation/apply.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { TableChange } from "../../../src/operation/table-change.js";
import type { CompileContext } from "../../../src/plugin/ddl.js";
import { nameOf, type QualifiedName } from "../../../src/schema/name.js";
import { emptySchema, findTable } from "../../../src/schema/schema.js";
import { emptyTable, type Table } from "../../../src/schema/table.js";
import { stateOrNothing } from "../../sql/state-or-nothing.js";
import { settle } from "./settle.js";

/** One change as it applies to its table, and the table just before and after it. */
export type Stage = {
  readonly change: TableChange;
  readonly before: Table;
  readonly after: Table;
};

/** The changes, each with the table that those before it leave. What has nothing to do is left out. */
export function stagesOf(table: Table, changes: readonly TableChange[]): readonly Stage[] {
  const stages: Stage[] = [];
  let before = table;
  for (const asked of changes) {
    const change = settle(asked, before);
    if (change === undefined) continue;
    const after = follow(before, change);
    stages.push({ change, before, after });
    before = after;
  }
  return stages;
}

/** The table as it is; an empty one where an offline script cannot know it. */
export async function currentTable(name: QualifiedName, context: CompileContext): Promise<Table> {
  const schemas = name.schema === undefined ? {} : { schemas: [name.schema] };
  const state = await stateOrNothing(context, { ...schemas, tables: [name] });
  return findTable(state, name) ?? emptyTable(nameOf(name));
}

// What is not known of the table cannot be followed: the operation then says all there is.
function follow(table: Table, change: TableChange): Table {
  try {
    const operation: Operation = { ...change, table };
    const { tables } = applyOperation({ ...emptySchema, tables: [table] }, operation);
    return tables[0] ?? table;
  } catch (error) {
    if (error instanceof AthanorError && error.code.startsWith("UNKNOWN_")) return table;
    throw error;
  }
}
