import { rewriteParents } from "../directory/rewrite-header.js";
import { AthanorError } from "../error/athanor-error.js";
import type { Graph } from "../revision/graph.js";
import { parentsForRebase } from "../revision/rebase.js";
import type { Revision } from "../revision/revision.js";
import { appliedBy } from "../revision/rows.js";
import { chooseRevision } from "./choose-revisions.js";
import { openProject, type Project, type ProjectOptions } from "./project.js";
import { readVersionRows } from "./version-rows.js";
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
  const project = await openProject(options, "rebase");
  const { graph, notes } = await project.history();
  const revision = await chooseRevision(project, graph, options.revision, "athanor rebase");
  const { id, path } = revision;
  const parents = parentsForRebase(graph, id, options.onto);
  const before = graph.parents(id);
  const told = { revision: id, path, before, downRevision: parents };
  if (isSame(before, parents)) return { ...told, written: false, notes };
  await rejectApplied(project, graph, revision);
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

/** A database that has the revision has it after its old parents. */
async function rejectApplied(project: Project, graph: Graph, { id }: Revision): Promise<void> {
  const rows = await readVersionRows(project);
  const holders = [...rows].filter(([, own]) => appliedBy(graph, own).has(id));
  if (holders.length === 0) return;
  const databases = holders.map(([database]) => database);
  const [parent = "base"] = graph.parents(id);
  throw new AthanorError({
    code: "REVISION_APPLIED",
    message: `Revision "${id}" is applied in ${databases.map((name) => `database "${name}"`).join(" and ")}, and what is applied keeps its place. Undo it there first, or merge.`,
    suggestions: [
      `athanor downgrade ${id}@${parent}`,
      ...(graph.heads.length > 1 ? ["athanor merge heads"] : []),
    ],
    facts: { revision: id, databases },
  });
}
