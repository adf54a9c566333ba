import type { Graph } from "../revision/graph.js";
import type { Revision } from "../revision/revision.js";

/** A revision as the history commands tell it. */
export type RevisionSummary = {
  readonly revision: string;
  readonly message: string;
  /** ISO 8601; empty where the header does not tell. */
  readonly created: string;
  readonly path: string;
  readonly downRevision: readonly string[];
  /** Full ids. */
  readonly dependsOn: readonly string[];
  /** Those that stand on this revision itself. */
  readonly branchLabels: readonly string[];
  /** Those of the branch it belongs to, its own first. */
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly head: boolean;
  /** Only a dependency keeps it from being a head. */
  readonly effectiveHead: boolean;
  readonly branchPoint: boolean;
  readonly mergePoint: boolean;
};

export function summarize(graph: Graph, revision: Revision): RevisionSummary {
  const { id } = revision;
  const childless = graph.children(id).length === 0;
  const head = graph.above(id).length === 0;
  return {
    revision: id,
    message: revision.message,
    created: revision.created,
    path: revision.path,
    downRevision: graph.parents(id),
    dependsOn: graph.dependencies(id),
    branchLabels: revision.labels,
    branches: graph.labelsOf(id),
    tags: graph.tagsOf(id),
    head,
    effectiveHead: childless && !head,
    branchPoint: graph.children(id).length > 1,
    mergePoint: graph.parents(id).length > 1,
  };
}
