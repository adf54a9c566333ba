import { AthanorError } from "../error/athanor-error.js";
import type { Server } from "../plugin/catalog.js";
import type { Plan } from "../revision/step.js";
import type { RunTarget } from "./run-request.js";

/**
 * Throws `OTHER_VERSION_TABLE` where a first run would begin what another version table beside this one says is done:
 * two environments point at one database, and name their version tables differently.
 *
 * Version tables in schemas of their own are left alone: tenants may share a history.
 */
export async function checkOtherVersionTables(
  { connection, dialect, database, versionTable, otherVersionTables = [] }: RunTarget,
  server: Server,
  rows: readonly string[],
  plan: Plan,
): Promise<void> {
  if (rows.length > 0 || plan.steps.length === 0) return;
  if (versionTable.schema !== undefined && versionTable.schema !== server.defaultSchema) return;
  const planned = new Set(plan.steps.map(({ revision }) => revision.id));
  for (const other of await dialect.store.readOthers(connection, versionTable)) {
    const shared = other.rows.find((row) => planned.has(row));
    if (shared === undefined || otherVersionTables.includes(other.name)) continue;
    throw new AthanorError({
      code: "OTHER_VERSION_TABLE",
      message: `"${other.name}" of this database says that revision "${shared}" is applied, while "${versionTable.name}", the version table of "${database}", has no rows. One database has one version table for one history.`,
      suggestions: [
        `versionTable: "${other.name}" in env.ts`,
        `If "${other.name}" is out of use, remove it, and: athanor stamp ${shared}`,
      ],
      facts: { table: other.name, revision: shared },
    });
  }
}
