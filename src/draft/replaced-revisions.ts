import { authorshipOf, type Authorship } from "../directory/generated-mark.js";
import { AthanorError } from "../error/athanor-error.js";
import { createGraph, type Graph } from "../revision/graph.js";
import { resolveRevisions } from "../revision/resolve.js";
import type { Revision } from "../revision/revision.js";
import { listRevisions, nameRevisions } from "../revision/wording.js";
import { compact } from "../schema/compact.js";
import { findVersionFolders, isInside } from "../project/version-folders.js";
import type { NewRevisionOptions } from "./new-revision.js";
import type { Project } from "../project/project.js";
import { rejectApplied } from "../project/reject-applied.js";

/** A file that is to be replaced. */
export type ReplacedFile = {
  readonly revision: string;
  /** Absolute. */
  readonly path: string;
  readonly message: string;
  /** Is it as autogenerate wrote it? `unknown`: nothing tells. */
  readonly authorship: Authorship;
  /** What it holds now. */
  readonly text: string;
};

/** What a new revision takes the place of. */
export type Replaced = {
  /** Oldest first: one, or the several of one autogenerate. */
  readonly files: readonly ReplacedFile[];
  /** The history as though they did not exist. */
  readonly graph: Graph;
  /** Where the new ones go, and what they are called. */
  readonly placing: Required<
    Pick<NewRevisionOptions, "message" | "revId" | "branchLabel" | "dependsOn">
  > & { readonly versionPath?: string; readonly parents: readonly string[] };
};

/**
 * The newest revision, with those that autogenerate wrote together with it.
 *
 * @throws AthanorError `NOTHING_TO_REPLACE`, `MULTIPLE_HEADS`, `NOT_A_HEAD`, `REVISION_APPLIED`, and what resolving an
 * identifier throws.
 */
export async function findReplaced(
  project: Project,
  graph: Graph,
  { head }: Pick<NewRevisionOptions, "head">,
): Promise<Replaced> {
  const newest = newestOf(graph, head);
  const revisions = chainOf(graph, newest);
  const [first = newest] = revisions;
  const ids = new Set(revisions.map(({ id }) => id));
  await rejectApplied(project, graph, revisions, replaceRule);
  const folders = await findVersionFolders(project.config);
  const versionPath = folders.find((folder) => isInside(folder, newest.path));
  const left = graph.revisions.filter(({ id }) => !ids.has(id));
  return {
    files: await Promise.all(revisions.map((revision) => readFile(project, revision))),
    graph: createGraph(left, { tags: tagsWithout(graph, ids) }),
    placing: {
      parents: graph.parents(first.id),
      message: partOf(newest)?.whole ?? newest.message,
      revId: newest.id,
      branchLabel: first.labels,
      dependsOn: first.dependsOn,
      ...compact({ versionPath }),
    },
  };
}

const replaceRule = "what is applied is changed by a new revision. Undo it there first";

function newestOf(graph: Graph, head: string | undefined): Revision {
  const command = "athanor revision --autogenerate --replace --head";
  const found =
    head === undefined ? graph.versionedHeads : resolveRevisions(graph, head, undefined, command);
  const [newest, ...others] = found;
  if (newest === undefined) throw nothingToReplace();
  if (others.length > 0) throw several(graph, found, command);
  const above = graph.above(newest.id);
  if (above.length === 0) return newest;
  throw new AthanorError({
    code: "NOT_A_HEAD",
    message: `Revision "${newest.id}" cannot be replaced: ${nameRevisions(graph, above)} builds on it. Only what nothing builds on is replaced.`,
    suggestions: ["athanor heads"],
    facts: { revision: newest.id, children: above },
  });
}

function nothingToReplace(): AthanorError {
  return new AthanorError({
    code: "NOTHING_TO_REPLACE",
    message: "There is no revision to replace.",
    suggestions: ["athanor revision --autogenerate", "athanor heads"],
  });
}

function several(graph: Graph, found: readonly Revision[], command: string): AthanorError {
  const ids = found.map(({ id }) => id);
  return new AthanorError({
    code: "MULTIPLE_HEADS",
    message: `One revision is replaced, but nothing builds on ${String(ids.length)} of them:\n${listRevisions(graph, ids)}`,
    suggestions: ids.slice(0, 3).map((id) => `${command} ${id}`),
    facts: { heads: ids },
  });
}

type Part = { readonly whole: string; readonly number: number; readonly total: number };

/** `countries (2 of 3: fill users.country in batches)`: what `planChain` calls one of several. */
function partOf({ message }: Revision): Part | undefined {
  const form = /^(?:(?<whole>.*) \()?(?<number>\d+) of (?<total>\d+)(?:: .*)?$/su;
  const { whole = "", number, total } = form.exec(message.replace(/\)$/u, ""))?.groups ?? {};
  return number === undefined ? undefined : { whole, number: Number(number), total: Number(total) };
}

/** All parts of what the newest is the last part of; itself alone where one is missing. */
function chainOf(graph: Graph, newest: Revision): readonly Revision[] {
  const last = partOf(newest);
  if (last === undefined || last.number !== last.total) return [newest];
  const chain = [newest];
  for (let number = last.total - 1; number > 0; number -= 1) {
    const [parent = "", ...others] = graph.parents(chain[0]?.id ?? "");
    const revision = graph.byId.get(parent);
    const part = revision && partOf(revision);
    const fits = part?.whole === last.whole && part.total === last.total && part.number === number;
    const isAlone = others.length === 0 && graph.above(parent).length === 1;
    if (revision === undefined || !fits || !isAlone) return [newest];
    chain.unshift(revision);
  }
  return chain;
}

async function readFile({ world }: Project, revision: Revision): Promise<ReplacedFile> {
  const { id, path, message } = revision;
  const text = await world.fileSystem.readFile(path, "utf8");
  return { revision: id, path, message, authorship: authorshipOf(path, text), text };
}

/** A tag of the newest stays where it is: its id does. */
function tagsWithout(graph: Graph, ids: ReadonlySet<string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...graph.tags].filter(([, id]) => !ids.has(id)));
}
