import { parentsForMerge } from "../revision/parent.js";
import { compact } from "../schema/compact.js";
import { acceptOptions } from "../project/accept-options.js";
import { findMergeConflicts, type MergeConflict } from "../history/merge-conflicts.js";
import { planOn, type NewRevisionOptions } from "../draft/new-revision.js";
import { projectKinds, openProject, type ProjectOptions } from "../project/project.js";
import {
  emptyBodies,
  renderRevisionFile,
  writeRevisionFile,
} from "../draft/write-revision-file.js";

export type MergeOptions = ProjectOptions &
  Pick<NewRevisionOptions, "message" | "branchLabel" | "revId" | "splice"> & {
    /** What to merge: identifiers, or `heads`. */
    readonly revisions: readonly string[];
  };

export type MergeResult = {
  readonly revision: string;
  /** Absolute. */
  readonly path: string;
  readonly downRevision: readonly string[];
  readonly message: string;
  /** Tables and columns that more than one of the branches changes. */
  readonly conflicts: readonly MergeConflict[];
  readonly notes: readonly string[];
};

/**
 * Writes a revision that joins several: it does nothing itself, and what comes after it builds on all of them. Tables and
 * columns that several of the branches change are named in the result; the revision is written all the same.
 *
 * @throws AthanorError `NOTHING_TO_MERGE`, `MERGE_OF_ONE_LINE`, `NOT_A_HEAD`, `FILE_EXISTS`, and what resolving an identifier throws.
 * @example
 * const { revision } = await merge({ revisions: ["heads"], message: "bring billing and shop together" });
 */
export async function merge(options: MergeOptions): Promise<MergeResult> {
  await acceptOptions("merge", options, {
    ...projectKinds,
    message: "text",
    branchLabel: "texts",
    revId: "text",
    splice: "flag",
    revisions: "texts",
  });
  const project = await openProject(options, "merge");
  const { graph, notes } = await project.history();
  const { revisions, splice, branchLabel, revId } = options;
  const parents = parentsForMerge(graph, revisions, compact({ splice }));
  const message = options.message ?? `merge ${parents.join(" and ")}`;
  const planned = await planOn(project, graph, parents, {
    ...compact({ branchLabel, revId }),
    message,
  });
  const rendered = await renderRevisionFile(project, planned, await emptyBodies(project));
  const { conflicts, notes: warnings } = await findMergeConflicts(project, graph, parents);
  const path = await writeRevisionFile(project, rendered);
  const { revision } = planned.header;
  const told = [...notes, ...warnings];
  return { revision, path, downRevision: parents, message, conflicts, notes: told };
}
