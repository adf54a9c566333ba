import type { Server } from "../plugin/catalog.js";
import type { PluginDifference } from "../plugin/plugin.js";
import type { ReplayedHistory } from "../history/replay-history.js";
import type { Schema } from "../schema/schema.js";
import type { DatabaseAccess } from "../project/database-access.js";

export type ComparedState = {
  readonly server: Server;
  readonly actual: Schema;
  readonly target: Schema;
  /** What the revisions have done. */
  readonly history: () => Promise<Pick<ReplayedHistory, "operations">>;
};

/** What the comparators of the environment's plugins find, one after the other. */
export async function comparePlugins(
  { connection, dialect, environment, name }: DatabaseAccess,
  { server, actual, target, history }: ComparedState,
): Promise<Required<PluginDifference>> {
  const found: PluginDifference[] = [];
  const context = {
    database: name,
    dialect: dialect.name,
    server,
    connection,
    wanted: target,
    actual,
    history: async () => (await history()).operations,
  };
  for (const plugin of environment.plugins) found.push((await plugin.compare?.(context)) ?? {});
  return {
    before: found.flatMap(({ before = [] }) => before),
    after: found.flatMap(({ after = [] }) => after),
  };
}
