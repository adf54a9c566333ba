import type { Hazard } from "../../src/operation/hazard.js";
import { locks, rebuilds } from "../../src/operation/occupation.js";
import type { Operation } from "../../src/operation/operation.js";
import type { DialectDdl } from "../../src/plugin/ddl.js";
import { nameText, type QualifiedName } from "../../src/schema/name.js";
import { findTable } from "../../src/schema/schema.js";
import { isTableChange, type TableChange } from "./compile/table-change.js";
import { compileInPlace } from "./compile/table-changes.js";
import { mainNames } from "./compile/compile.js";
import { stagesOf } from "./compile/stage.js";

/** Whoever writes locks the whole file, and keeps it to the end of the transaction. */
export const hazards: NonNullable<DialectDdl["hazards"]> = (asked, { state, server }) => {
  const operation = mainNames(asked);
  const changes = changesOf(operation);
  const [first] = changes;
  const table = first && findTable(state, first.table);
  if (table === undefined) return [];
  const stages = stagesOf({ schema: state, table }, changes);
  if (compileInPlace(stages, server) === undefined) return [madeAnew(table)];
  return [...new Set(stages.map(({ change }) => change.kind))].flatMap((kind) =>
    inPlaceHazards(kind, table),
  );
};

function changesOf(operation: Operation): readonly TableChange[] {
  if (operation.kind === "batchAlterTable") return operation.operations.filter(isTableChange);
  return isTableChange(operation) ? [operation] : [];
}

const quietly = "Run it while nobody else needs the database.";

function madeAnew(table: QualifiedName): Hazard {
  return rebuilds(
    table,
    `writes every row of "${nameText(table)}" anew, and nobody else writes to the database meanwhile`,
    `${quietly} Changes in one op.batchAlterTable write the rows once.`,
  );
}

/** https://sqlite.org/lang_altertable.html: only dropping a column touches the rows, to purge what it held. */
function inPlaceHazards(kind: TableChange["kind"], table: QualifiedName): readonly Hazard[] {
  if (kind === "dropColumn") return [madeAnew(table)];
  if (kind !== "createIndex") return [];
  const message = `reads every row of "${nameText(table)}" for an index, and nobody else writes to the database meanwhile`;
  return [locks(table, message, quietly)];
}
