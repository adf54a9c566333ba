import type { Backfill } from "../operation/data-operation.js";
import type { Hazard } from "../operation/hazard.js";
import { isPluginOperation, type AnyOperation } from "../operation/plugin-operation.js";
import type { PresentNames } from "../operation/present-names.js";
import { safeWayOf } from "../operation/hazard-codes.js";
import { nameText } from "../schema/name.js";
import type { DatabaseAccess } from "../project/database-access.js";

/** A hazard that is about triggers. */
export type FiredTriggers = Omit<Hazard, "rows" | "least"> & {
  /** By name. */
  readonly triggers: readonly string[];
};

type Place = Pick<DatabaseAccess, "connection" | "dialect">;

const code = "FIRES_TRIGGERS";

/** The triggers that fire for each row that a backfill changes: what they write is not in the revision. */
export async function firedTriggers(
  access: Place,
  operation: AnyOperation,
  names: PresentNames,
): Promise<readonly FiredTriggers[]> {
  if (isPluginOperation(operation) || operation.kind !== "backfill") return [];
  const fired = await triggersOf(access, operation, names);
  if (fired.length === 0) return [];
  const list = fired.map((name) => `"${name}"`).join(", ");
  const what = fired.length === 1 ? `the trigger ${list}` : `the triggers ${list}`;
  const message = `fires ${what} of "${nameText(operation.table)}" when it fills rows`;
  return [{ code, severity: "may-fail", message, triggers: fired, ...safeWayOf(code) }];
}

/** Of a table that is not there yet nobody knows any. */
async function triggersOf(
  { connection, dialect }: Place,
  { table, set }: Backfill,
  names: PresentNames,
): Promise<readonly string[]> {
  const now = names.translate({ kind: "rows", table });
  if (now === undefined) return [];
  const columns = Object.keys(set).flatMap((column) => {
    const held = names.translate({ kind: "filled", table, column });
    return held?.kind === "filled" ? [held.column] : [];
  });
  return (await dialect.catalog.triggersOn?.(connection, now.table, columns)) ?? [];
}
