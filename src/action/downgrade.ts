import { planDowngrade } from "../revision/downgrade.js";
import { migrate, type MigrateOptions, type MigrateResult } from "./migrate.js";

export type DowngradeOptions = MigrateOptions & {
  /** `"-1"`, `"base"`, a revision, a tag. */
  readonly target: string;
};

/**
 * Undoes revisions down to the target.
 *
 * @throws AthanorError as `upgrade` does.
 * @example
 * await downgrade({ target: "-1" });
 */
export function downgrade(options: DowngradeOptions): Promise<MigrateResult> {
  return migrate(options, "downgrade", (graph, rows) => planDowngrade(graph, rows, options.target));
}
