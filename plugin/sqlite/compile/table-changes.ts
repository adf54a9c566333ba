import type { CompileContext, Statement } from "../../../src/plugin/ddl.js";
import type { Server } from "../../../src/plugin/catalog.js";
import { type QualifiedName } from "../../../src/schema/name.js";
import { refuseForeignOption, type OwnOptions } from "../../sql/foreign-option.js";
import { abilitiesOf } from "../abilities.js";
import { flowColumns } from "../rebuild/column-flow.js";
import { rebuildStatements } from "../rebuild/rebuild.js";
import { nativeStatements } from "./native.js";
import type { TableChange } from "./table-change.js";
import { readTableState } from "./table-state.js";
import { type Stage, stagesOf } from "./stage.js";

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
  return (
    compileInPlace(stages, context.server) ?? rebuildStatements(state.table, last.after, flows)
  );
}

/** The statements of changes that this SQLite can all do in place; undefined where it cannot. */
export function compileInPlace(
  stages: readonly Stage[],
  server: Server | undefined,
): readonly Statement[] | undefined {
  const abilities = abilitiesOf(server);
  const native = stages.map(({ change, before }) => nativeStatements(change, before, abilities));
  return native.every((statements) => statements !== undefined) ? native.flat() : undefined;
}

const ownOptions: OwnOptions = { product: "SQLite", names: ["strict", "withoutRowid"] };
