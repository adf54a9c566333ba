import { rewriteParents } from "../directory/rewrite-header.js";
import { AthanorError } from "../error/athanor-error.js";
import { parentsForRebase } from "../revision/rebase.js";
import { acceptOptions } from "../project/accept-options.js";
import { chooseRevision } from "../project/choose-revisions.js";
import {
  projectKinds,
  openProject,
  type Project,
  type ProjectOptions,
} from "../project/project.js";
import { rejectApplied } from "../project/reject-applied.js";
import { messageOf } from "../error/thrown.js";

export type RebaseOptions = ProjectOptions & {
  readonly revision: string;
  /** Its new parents: one as a rule, several for a merge; `base` for none. */
  readonly onto: readonly string[];
};

export type RebaseResult = {
  readonly revision: string;
  /** Absolute. */
  readonly path: string;
  /** Full ids. */
  readonly before: readonly string[];
  /** Full ids. */
  readonly downRevision: readonly string[];
  /** Was the file written? Not where the parents are the same. */
  readonly written: boolean;
  readonly notes: readonly string[];
};

/**
 * Gives a revision other parents, in its file: `downRevision` and the header comment. What builds on it comes along.
 *
 * @throws AthanorError `REVISION_APPLIED` (some database has it), `REBASE_CYCLE`, `HEADER_NOT_REWRITTEN`, and what resolving an identifier throws.
 * @example
 * await rebase({ revision: "4f1d", onto: ["head"] });
 */
export async function rebase(options: RebaseOptions): Promise<RebaseResult> {
  await acceptOptions("rebase", options, { ...projectKinds, revision: "text", onto: "texts" });
  const project = await openProject(options, "rebase");
  const { graph, notes } = await project.history();
  const revision = await chooseRevision(project, graph, options.revision, "athanor rebase");
  const { id, path } = revision;
  const parents = parentsForRebase(graph, id, options.onto);
  const before = graph.parents(id);
  const told = { revision: id, path, before, downRevision: parents };
  if (isSame(before, parents)) return { ...told, written: false, notes };
  // A database that has the revision has it after its old parents.
  const rule = "what is applied keeps its place. Undo it there first, or merge";
  const ways = graph.heads.length > 1 ? ["athanor merge heads"] : [];
  await rejectApplied(project, graph, [revision], rule, ways);
  await rewriteFile(project, path, parents);
  return { ...told, written: true, notes };
}

async function rewriteFile(
  { world }: Project,
  path: string,
  parents: readonly string[],
): Promise<void> {
  const { fileSystem } = world;
  const text = await fileSystem.readFile(path, "utf8");
  const rewritten = rewriteParents(path, text, parents);
  await fileSystem.writeFile(path, rewritten).catch((cause: unknown) => {
    throw new AthanorError({
      code: "FILE_NOT_WRITTEN",
      message: `"${path}" could not be written: ${messageOf(cause)}.`,
      facts: { path },
      cause,
    });
  });
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}
