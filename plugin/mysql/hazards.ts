import type { Hazard } from "../../src/operation/hazard.js";
import type { Locking } from "../../src/operation/locking.js";
import { locks, rebuilds } from "../../src/operation/occupation.js";
import type { Operation } from "../../src/operation/operation.js";
import { isTableChange, type TableChange } from "../../src/operation/table-change.js";
import type { DialectDdl } from "../../src/plugin/ddl.js";
import { nameText, type QualifiedName } from "../../src/schema/name.js";
import { findTable } from "../../src/schema/schema.js";
import { jointCost, type Cost, costOf } from "./cost.js";
import { stagesOf } from "./compile/stage.js";

/** What InnoDB does for the ALTER TABLE of one operation. */
export const hazards: NonNullable<DialectDdl["hazards"]> = (operation, { state, server }) => {
  const changes = changesOf(operation);
  const [first] = changes;
  const table = first && findTable(state, first.table);
  if (table === undefined) return [];
  const stages = stagesOf(table, changes);
  const costs = stages.map(({ change, before }) => costOf(change, before, server));
  // Where others are not to wait, the server refuses rather than lets them.
  const keepsGoing = stages.length > 0 && stages.every(({ change }) => refusesToWait(change));
  const cost = jointCost(costs, table, server);
  return keepsGoing && cost !== "online" ? [] : hazardsOf(cost, table);
};

function changesOf(operation: Operation): readonly TableChange[] {
  if (operation.kind === "batchAlterTable") return operation.operations.filter(isTableChange);
  return isTableChange(operation) ? [operation] : [];
}

function refusesToWait({ online, algorithm, lock, ...change }: Locking & TableChange): boolean {
  const concurrently = "concurrently" in change && change.concurrently === true;
  return online === true || concurrently || lock === "none" || algorithm === "instant";
}

const unattended =
  "Run it while nobody needs the table, or let a tool copy it beside the application (gh-ost, pt-online-schema-change).";
const room = "Nobody waits, but it takes time, and as much room as the table.";

function hazardsOf(cost: Cost, table: QualifiedName): readonly Hazard[] {
  const rows = `every row of "${nameText(table)}"`;
  const waiting = "and nobody writes to the table meanwhile";
  if (cost === "copy") return [rebuilds(table, `writes ${rows} anew, ${waiting}`, unattended)];
  if (cost === "online") return [rebuilds(table, `writes ${rows} anew`, room)];
  return cost === "read" ? [locks(table, `reads ${rows} for an index, ${waiting}`)] : [];
}
