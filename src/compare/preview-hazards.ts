import { knownHistory } from "../history/known-point.js";
import { operationsOf, walk } from "../history/walk.js";
import type { DatabaseAccess } from "../project/database-access.js";
import type { Project } from "../project/project.js";
import type { Graph } from "../revision/graph.js";
import { appliedBy } from "../revision/rows.js";
import type { TransactionMode } from "../runner/run-request.js";
import { tellHazards, type ToldHazard } from "./difference.js";
import { checkWay, readWay, type CheckedStep, type PlannedWay } from "./planned-way.js";

/** What the revisions of a run endanger, by the database's name in `env.ts`. */
export type OnHazards = (database: string, hazards: readonly ToldHazard[]) => void;

/**
 * Tells what the planned revisions endanger, checked against the rows there are, before anything is run. The revisions
 * are followed without a database, as `show` does it: what depends on rows is not seen.
 */
export async function previewHazards(
  project: Project,
  graph: Graph,
  access: DatabaseAccess,
  { transaction, ...way }: PlannedWay & { readonly transaction: TransactionMode },
): Promise<readonly ToldHazard[]> {
  const { dialect, environment, name } = access;
  const { kinds } = environment;
  const { steps, from } = await readWay(access, way);
  if (steps.length === 0) return [];
  const named = { dialect: dialect.name, database: name, kinds };
  const start = await knownHistory(project, graph, appliedBy(graph, from), named);
  const walked: CheckedStep[] = [];
  for await (const step of walk(project, steps, { named, start })) {
    walked.push({ loaded: step.loaded, operations: operationsOf(step) });
  }
  const server = await dialect.catalog.server(access.connection);
  const place = { access, server, state: start.schema };
  return tellHazards(await checkWay(walked, place, transaction), kinds);
}
