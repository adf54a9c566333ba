import { acceptOptions } from "../project/accept-options.js";
import { projectKinds, openProject, type ProjectOptions } from "../project/project.js";
import { summarize, type RevisionSummary } from "../project/revision-summary.js";

export type BranchesResult = {
  readonly branchPoints: readonly (RevisionSummary & {
    readonly children: readonly RevisionSummary[];
  })[];
  readonly notes: readonly string[];
};

/**
 * The revisions that several others revise, and those others.
 *
 * @example
 * const { branchPoints } = await branches();
 */
export async function branches(options: ProjectOptions = {}): Promise<BranchesResult> {
  await acceptOptions("branches", options, { ...projectKinds });
  const project = await openProject(options, "branches");
  const { graph, notes } = await project.history();
  const branchPoints = graph.branchPoints.map((revision) => {
    const children = graph.children(revision.id).flatMap((id) => graph.byId.get(id) ?? []);
    return {
      ...summarize(graph, revision),
      children: children.map((child) => summarize(graph, child)),
    };
  });
  return { branchPoints, notes };
}
