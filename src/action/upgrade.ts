import { planUpgrade } from "../revision/upgrade.js";
import { migrate, type MigrateOptions, type MigrateResult } from "./migrate.js";

export type UpgradeOptions = MigrateOptions & {
  /** Default `"head"`. */
  readonly target?: string;
};

/**
 * Applies revisions up to the target.
 *
 * A failure leaves the database as it was before the transaction that failed; the error's facts say what was applied,
 * what was rolled back, and what an interrupted revision keeps.
 *
 * @throws AthanorError `STATEMENT_FAILED`, `REVISION_FAILED`, `LOCK_TIMEOUT`, and what planning and loading throw.
 * @example
 * const { databases } = await upgrade({ dataSource, scriptLocation: "migrations" });
 * databases[0]?.applied.map(({ revision }) => revision);
 */
export function upgrade(options: UpgradeOptions = {}): Promise<MigrateResult> {
  const { target = "head" } = options;
  return migrate(options, "upgrade", (graph, rows) => planUpgrade(graph, rows, target));
}
