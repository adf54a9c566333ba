import { readKnownSchemas } from "../directory/known-schema.js";
import { isAdoptedId } from "../revision/adopted.js";
import type { Graph } from "../revision/graph.js";
import type { Step } from "../revision/step.js";
import type { Known } from "../runner/replay.js";
import { compact } from "../schema/compact.js";
import type { Project } from "../project/project.js";
import { replayHistory, type KnownPoint, type ReplayedHistory } from "./replay-history.js";
import type { Landmark, NamedDatabase } from "./walk.js";

/** The place that `known-schema.json` tells of; nothing where it tells of none in this history. */
async function readKnownPoint(
  { world, config, modules }: Project,
  graph: Graph,
  { database, dialect }: NamedDatabase,
): Promise<KnownPoint | undefined> {
  if (modules !== undefined) return undefined;
  const known = (await readKnownSchemas(world.fileSystem, config.scriptLocation))[database];
  if (known === undefined || known.dialect !== dialect) return undefined;
  if (!known.revisions.every((id) => graph.byId.has(id))) return undefined;
  return { applied: graph.ancestors(known.revisions), schema: known.schema };
}

/** What is known of a database in which these revisions are applied: from the place that is written down, and what came after. */
export async function knownHistory(
  project: Project,
  graph: Graph,
  applied: ReadonlySet<string>,
  named: NamedDatabase,
): Promise<ReplayedHistory> {
  const point = await readKnownPoint(project, graph, named);
  const isWithin = point !== undefined && [...point.applied].every((id) => applied.has(id));
  const within = isWithin ? point : undefined;
  const history = await replayHistory(project, graph, applied, named, within);
  const isMissing = within === undefined && [...applied].some(isAdoptedId);
  return isMissing ? { ...history, notes: [...history.notes, unwritten] } : history;
}

const unwritten =
  "What the adopted migrations have made is not written down. The next revision --autogenerate writes it into known-schema.json.";

/** The same, and where on the way from there all becomes known. */
export async function knownWay(
  project: Project,
  graph: Graph,
  { applied, steps }: { readonly applied: ReadonlySet<string>; readonly steps: readonly Step[] },
  named: NamedDatabase,
): Promise<{ readonly start: Known; readonly landmark?: Landmark }> {
  const start = await knownHistory(project, graph, applied, named);
  const point = await readKnownPoint(project, graph, named);
  return { start, ...compact({ landmark: landmarkOn(point, applied, steps) }) };
}

/** The step of an upgrade with which the place is reached, where it is on the way. */
function landmarkOn(
  point: KnownPoint | undefined,
  before: ReadonlySet<string>,
  steps: readonly Step[],
): Landmark | undefined {
  if (point === undefined) return undefined;
  const { applied: wanted, schema } = point;
  const applied = new Set(before);
  for (const { revision, direction } of steps) {
    if (direction === "downgrade") return undefined;
    applied.add(revision.id);
    const isThere = applied.size === wanted.size && [...wanted].every((id) => applied.has(id));
    if (isThere) return { revision: revision.id, schema };
  }
  return undefined;
}
