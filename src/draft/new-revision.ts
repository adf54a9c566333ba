import { join, resolve } from "node:path";
import type { OptionKinds } from "../config/option-kind.js";
import { formatTimestamp } from "../directory/timestamp.js";
import { AthanorError } from "../error/athanor-error.js";
import type { RevisionHeader } from "../render/revision-header.js";
import { createGraph, type Graph } from "../revision/graph.js";
import { createIdentifier } from "../revision/identifier.js";
import { parentForNew } from "../revision/parent.js";
import { resolveRevisions } from "../revision/resolve.js";
import { compact } from "../schema/compact.js";
import type { Project } from "../project/project.js";
import { findVersionFolders, isInside, isVersionFolder } from "../project/version-folders.js";

/** Where a new revision goes and what it is called. */
export type NewRevisionOptions = {
  readonly message?: string;
  /** The parent. Default: the one revision without a child. */
  readonly head?: string;
  /** Allows a parent that already has children. */
  readonly splice?: boolean;
  readonly branchLabel?: readonly string[];
  /** One of the version locations. Default: the parent's own. */
  readonly versionPath?: string;
  /** Default: twelve random hexadecimal digits. Of several revisions that follow each other, of the last; those before it are `ID_1`, `ID_2`. */
  readonly revId?: string;
  readonly dependsOn?: readonly string[];
};

export const newRevisionKinds: OptionKinds<NewRevisionOptions> = {
  message: "text",
  head: "text",
  splice: "flag",
  branchLabel: "texts",
  versionPath: "text",
  revId: "text",
  dependsOn: "texts",
};

/** A new revision on parents that have been chosen already, where any are named. */
export type PlacedOptions = NewRevisionOptions & { readonly parents?: readonly string[] };

export type NewRevision = {
  readonly header: RevisionHeader;
  /** Absolute path of the version location. */
  readonly folder: string;
  readonly created: Date;
};

/**
 * The header of a new revision and its folder; the history is checked with it before anything is written.
 *
 * @throws AthanorError `MULTIPLE_HEADS`, `NOT_A_HEAD`, `UNKNOWN_VERSION_PATH`, and what the graph throws.
 */
export async function planRevision(
  project: Project,
  graph: Graph,
  options: PlacedOptions,
): Promise<NewRevision> {
  const { head, splice, parents } = options;
  return planOn(project, graph, parents ?? parentForNew(graph, compact({ head, splice })), options);
}

/** As {@link planRevision}, on parents that have been chosen. */
export async function planOn(
  project: Project,
  graph: Graph,
  parents: readonly string[],
  options: Omit<NewRevisionOptions, "head" | "splice">,
): Promise<NewRevision> {
  const { config, world } = project;
  const created = world.now();
  const header: RevisionHeader = {
    revision: options.revId ?? createIdentifier(world.random),
    downRevision: parents,
    branchLabels: options.branchLabel ?? [],
    dependsOn: (options.dependsOn ?? []).flatMap((given) => resolveDependency(graph, given)),
    message: options.message ?? "",
    created: formatTimestamp(created, config.timezone),
  };
  withRevision(graph, header, "the new revision");
  return { header, folder: await chooseFolder(project, graph, options, header), created };
}

/**
 * The headers of revisions that follow each other, one for each of `reasons`: why it is a revision of its own, where it is.
 * The first has what the options say of the beginning (parents, labels, dependencies), the last the id.
 */
export async function planChain(
  project: Project,
  graph: Graph,
  first: NewRevision,
  options: PlacedOptions,
  reasons: readonly (string | undefined)[],
): Promise<readonly NewRevision[]> {
  const total = reasons.length;
  if (total === 1) return [first];
  const { message, versionPath } = options;
  const chain: NewRevision[] = [];
  let known = graph;
  for (const [at, reason] of reasons.entries()) {
    const number = at + 1;
    const part = `${String(number)} of ${String(total)}${reason === undefined ? "" : `: ${reason}`}`;
    const own = {
      message: message === undefined || message === "" ? part : `${message} (${part})`,
      ...compact({ versionPath, revId: idOf(options, number, total) }),
    };
    const last = chain.at(-1)?.header.revision;
    const next =
      last === undefined
        ? await planRevision(project, graph, { ...without(options), ...own })
        : await planOn(project, known, [last], own);
    known = withRevision(known, next.header, join(next.folder, next.header.revision));
    chain.push(next);
  }
  return chain;
}

function without({ revId: _, ...options }: PlacedOptions): PlacedOptions {
  return options;
}

/** The given id is the last one's: whoever names it means all of them. What replaces others shares no id with their parts. */
function idOf({ revId, parents }: PlacedOptions, number: number, total: number) {
  if (revId === undefined || number === total) return revId;
  return parents === undefined ? `${revId}_${String(number)}` : undefined;
}

/** Labels and tags stay as they are written; anything else becomes the full id. */
function resolveDependency(graph: Graph, given: string): readonly string[] {
  if (graph.labels.has(given) || graph.tags.has(given)) return [given];
  return resolveRevisions(graph, given, undefined, "athanor revision --depends-on").map(
    ({ id }) => id,
  );
}

/** The history with the new revision in it. Throws what a broken one throws. */
export function withRevision(graph: Graph, header: RevisionHeader, path: string): Graph {
  const { revision: id, downRevision: down, branchLabels: labels, ...rest } = header;
  const added = { ...rest, id, down, labels, path };
  return createGraph([...graph.revisions, added], { tags: Object.fromEntries(graph.tags) });
}

async function chooseFolder(
  { config, world }: Project,
  graph: Graph,
  { versionPath }: NewRevisionOptions,
  header: RevisionHeader,
): Promise<string> {
  const folders = await findVersionFolders(config);
  if (versionPath !== undefined) {
    const chosen = resolve(world.cwd, versionPath);
    if (!(await isVersionFolder(config, chosen))) throw unknownPath(chosen, folders);
    return chosen;
  }
  const parent = graph.byId.get(header.downRevision[0] ?? "")?.path;
  const own = folders.find((folder) => parent !== undefined && isInside(folder, parent));
  const folder = own ?? folders[0];
  if (folder === undefined) throw unknownPath(config.versionLocations.join(", "), folders);
  return folder;
}

function unknownPath(path: string, folders: readonly string[]): AthanorError {
  return new AthanorError({
    code: "UNKNOWN_VERSION_PATH",
    message: `"${path}" is none of the version locations, and a revision outside of them would not be found.`,
    suggestions: folders.slice(0, 3).map((folder) => `--version-path ${folder}`),
    facts: { path, folders },
  });
}
