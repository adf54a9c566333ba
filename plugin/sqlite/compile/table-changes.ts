import { AthanorError } from "../../../src/error/athanor-error.js";
import { applyOperation } from "../../../src/operation/apply.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { CompileContext, Server } from "../../../src/plugin/dialect.js";
import type { Statement } from "../../../src/plugin/statement.js";
import { sameName, type QualifiedName } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import { refuseForeignOption, type OwnOptions } from "../../sql/foreign-option.js";
import { abilitiesOf } from "../abilities.js";
import { flowColumns } from "../rebuild/column-flow.js";
import { rebuildStatements } from "../rebuild/rebuild.js";
import { nativeStatements } from "./native.js";
import { settle } from "./settle.js";
import type { TableChange } from "./table-change.js";
import { readTableState, type TableState } from "./table-state.js";

/** One change as it applies, and the table just before and after it. */
export type Stage = { readonly change: TableChange; readonly before: Table; readonly after: Table };

/** Changes to one table: each in place where this SQLite can do all of them so, else all in one rebuild. */
export async function compileChanges(
  name: QualifiedName,
  changes: readonly TableChange[],
  context: CompileContext,
): Promise<readonly Statement[]> {
  for (const asked of changes) {
    if (asked.kind === "alterTableOptions") refuseForeignOption(asked, ownOptions);
  }
  const state = await readTableState(name, context);
  const stages = stagesOf(state, changes);
  const last = stages.at(-1);
  if (last === undefined) return [];
  const flows = flowColumns(
    state.table,
    last.after,
    stages.map(({ change }) => change),
  );
  return inPlace(stages, context.server) ?? rebuildStatements(state.table, last.after, flows);
}

/** The statements of changes that this SQLite can all do in place; undefined where it cannot. */
export function inPlace(
  stages: readonly Stage[],
  server: Server | undefined,
): readonly Statement[] | undefined {
  const abilities = abilitiesOf(server);
  const native = stages.map(({ change, before }) => nativeStatements(change, before, abilities));
  return native.every((statements) => statements !== undefined) ? native.flat() : undefined;
}

const ownOptions: OwnOptions = { product: "SQLite", names: ["strict", "withoutRowid"] };

/** The changes, each with the table that those before it leave. What has nothing to do is left out. */
export function stagesOf(
  { schema, table }: TableState,
  changes: readonly TableChange[],
): readonly Stage[] {
  const stages: Stage[] = [];
  let state = schema;
  let before = table;
  for (const asked of changes) {
    const change = settle({ ...asked, table: before }, before);
    if (change === undefined) continue;
    state = applyOperation(state, change as Operation);
    const after = find(state, before);
    stages.push({ change, before, after });
    before = after;
  }
  return stages;
}

function find(schema: Schema, name: QualifiedName): Table {
  const table = schema.tables.find((held) => sameName(held, name));
  if (table !== undefined) return table;
  throw new AthanorError({
    code: "UNKNOWN_TABLE",
    message: `The table "${name.name}" does not exist.`,
    facts: { table: name },
  });
}
