import { AthanorError } from "../error/athanor-error.js";
import type { Graph } from "./graph.js";
import { resolveTarget } from "./target.js";
import { waysOut } from "./ways-out.js";
import { listRevisions, nameRevision, nameRevisions } from "./wording.js";
import { findOverlap } from "./overlap.js";

/** Where a new revision is to go. */
export type ParentRequest = {
  /** The identifier of its parent; `base` begins a line of its own. Left out: the one revision without a child. */
  readonly head?: string;
  /** Allows a parent that already has children: a branch begins there. */
  readonly splice?: boolean;
};

/**
 * The `downRevision` of a new revision: one id, or none in an empty history and for `--head base`.
 *
 * @throws AthanorError `MULTIPLE_HEADS`, `NOT_A_HEAD`, and what resolving an identifier throws
 * @example parentForNew(graph, { head: "billing@head" })
 */
export function parentForNew(graph: Graph, request: ParentRequest = {}): readonly string[] {
  const ids =
    request.head === undefined
      ? graph.versionedHeads.map(({ id }) => id)
      : idsOf(graph, request.head, "athanor revision --head");
  if (ids.length > 1) throw severalParents(graph, ids);
  if (request.splice !== true) rejectParents(graph, ids, "athanor revision --splice --head");
  return ids;
}

/**
 * The `downRevision` of a new merge revision: several ids.
 *
 * @throws AthanorError `NOTHING_TO_MERGE`, `MERGE_OF_ONE_LINE`, `NOT_A_HEAD`, and what resolving an identifier throws
 * @example parentsForMerge(graph, ["heads"])
 */
export function parentsForMerge(
  graph: Graph,
  identifiers: readonly string[],
  options: { readonly splice?: boolean } = {},
): readonly string[] {
  const named = identifiers.flatMap((identifier) => idsOf(graph, identifier, "athanor merge"));
  const ids = [...new Set(named)];
  if (ids.length < 2) throw nothingToMerge(graph, ids);
  rejectLine(graph, ids);
  if (options.splice !== true) rejectParents(graph, ids, "athanor merge --splice", ids);
  return ids;
}

function idsOf(graph: Graph, text: string, command: string): readonly string[] {
  const target = resolveTarget({ graph, text, command });
  return target.kind === "base" ? [] : target.ids;
}

function severalParents(graph: Graph, ids: readonly string[]): AthanorError {
  return new AthanorError({
    code: "MULTIPLE_HEADS",
    message: `A new revision has one parent, but ${ids.length} revisions have no child:\n${listRevisions(graph, ids)}\nName the one to build on, or make one of them first, in either of two ways: merge them, or rebase the beginning of one line onto the head of the other.`,
    suggestions: [
      ...ids.slice(0, 3).map((id) => `athanor revision --head ${id}`),
      ...waysOut(graph, ids),
    ],
    facts: { heads: ids, paths: ids.map((id) => graph.byId.get(id)?.path) },
  });
}

function rejectParents(
  graph: Graph,
  ids: readonly string[],
  command: string,
  all: readonly string[] = [],
): void {
  const parent = ids.find((id) => graph.children(id).length > 0);
  if (parent === undefined) return;
  const children = graph.children(parent);
  throw new AthanorError({
    code: "NOT_A_HEAD",
    message: `Revision ${nameRevision(graph, parent)} is already revised by ${nameRevisions(graph, children)}. A second revision on it begins a branch, which "--splice" allows.`,
    suggestions: [`${command} ${(all.length > 0 ? all : [parent]).join(" ")}`, "athanor heads"],
    facts: { revision: parent, children },
  });
}

function nothingToMerge(graph: Graph, ids: readonly string[]): AthanorError {
  const named = ids.length === 0 ? "no revision is" : `only ${nameRevisions(graph, ids)} is`;
  return new AthanorError({
    code: "NOTHING_TO_MERGE",
    message: `A merge joins at least two revisions, but ${named} named.`,
    suggestions: ["athanor heads", "athanor merge heads"],
    facts: { revisions: ids },
  });
}

function rejectLine(graph: Graph, ids: readonly string[]): void {
  const overlap = findOverlap(graph, ids);
  if (overlap === undefined) return;
  const { low, high } = overlap;
  throw new AthanorError({
    code: "MERGE_OF_ONE_LINE",
    message: `${nameRevision(graph, high)} already builds on ${nameRevision(graph, low)}: there is nothing to merge between them.`,
    suggestions: ["athanor heads"],
    facts: { revisions: [low, high] },
  });
}
