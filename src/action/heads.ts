import { effectiveHeads } from "../revision/heads.js";
import { describeUnnamedHeads } from "../revision/ways-out.js";
import { acceptOptions } from "../project/accept-options.js";
import { projectKinds, openProject, type ProjectOptions } from "../project/project.js";
import { summarize, type RevisionSummary } from "../project/revision-summary.js";
import { appliedInAll } from "../project/version-rows.js";

export type HeadsOptions = ProjectOptions & {
  /** Only real heads: what a dependency keeps from being one is left out. */
  readonly resolveDependencies?: boolean;
  /** Asks the databases which heads are not yet applied. */
  readonly pending?: boolean;
};

export type HeadSummary = RevisionSummary & {
  /** Is it applied in every database? Left out unless the databases were asked. */
  readonly applied?: boolean;
};

export type HeadsResult = {
  readonly heads: readonly HeadSummary[];
  readonly notes: readonly string[];
};

/**
 * The revisions that nothing builds on; with them those that only a dependency keeps from being heads.
 *
 * @example
 * const { heads } = await heads();
 */
export async function heads(options: HeadsOptions = {}): Promise<HeadsResult> {
  await acceptOptions("heads", options, {
    ...projectKinds,
    resolveDependencies: "flag",
    pending: "flag",
  });
  const project = await openProject(options, "heads");
  const { graph, notes } = await project.history();
  const effective = options.resolveDependencies === true ? [] : effectiveHeads(graph);
  const found = [...graph.heads, ...effective].map((revision) => summarize(graph, revision));
  const told = [...notes, ...describeUnnamedHeads(graph)];
  if (options.pending !== true) return { heads: found, notes: told };
  const applied = await appliedInAll(project, graph);
  const asked = found.map((head) => ({ ...head, applied: applied.has(head.revision) }));
  return { heads: asked, notes: told };
}
