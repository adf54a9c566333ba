import type { Hazard } from "../../src/operation/hazard.js";
import type { Locking } from "../../src/operation/locking.js";
import { locks, rebuilds } from "../../src/operation/occupation.js";
import type { Operation } from "../../src/operation/operation.js";
import { isTableChange, type TableChange } from "../../src/operation/table-change.js";
import type { DialectDdl } from "../../src/plugin/ddl.js";
import { nameText, type QualifiedName } from "../../src/schema/name.js";
import { findTable } from "../../src/schema/schema.js";
import { joined, type Burden, burdenOf } from "./burden.js";
import { stagesOf } from "./compile/stage.js";

/** What InnoDB does for the ALTER TABLE of one operation. */
export const hazards: NonNullable<DialectDdl["hazards"]> = (operation, { state, server }) => {
  const changes = changesOf(operation);
  const [first] = changes;
  const table = first && findTable(state, first.table);
  if (table === undefined) return [];
  const stages = stagesOf(table, changes);
  const burdens = stages.map(({ change, before }) => burdenOf(change, before, server));
  // Where others are not to wait, the server refuses rather than lets them.
  const keepsGoing = stages.length > 0 && stages.every(({ change }) => refusesToWait(change));
  const burden = joined(burdens, table, server);
  return keepsGoing && burden !== "online" ? [] : hazardsOf(burden, table);
};

function changesOf(operation: Operation): readonly TableChange[] {
  if (operation.kind === "batchAlterTable") return operation.operations.filter(isTableChange);
  return isTableChange(operation) ? [operation] : [];
}

function refusesToWait({ online, algorithm, lock, ...change }: Locking & TableChange): boolean {
  const concurrently = "concurrently" in change && change.concurrently === true;
  return online === true || concurrently || lock === "none" || algorithm === "instant";
}

const aside =
  "Run it while nobody needs the table, or let a tool copy it beside the application (gh-ost, pt-online-schema-change).";
const room = "Nobody waits, but it takes time, and as much room as the table.";

function hazardsOf(burden: Burden, table: QualifiedName): readonly Hazard[] {
  const rows = `every row of "${nameText(table)}"`;
  const waiting = "and nobody writes to the table meanwhile";
  if (burden === "copy") return [rebuilds(table, `writes ${rows} anew, ${waiting}`, aside)];
  if (burden === "online") return [rebuilds(table, `writes ${rows} anew`, room)];
  return burden === "read" ? [locks(table, `reads ${rows} for an index, ${waiting}`)] : [];
}
