import { AthanorError } from "../error/athanor-error.js";
import type { Graph } from "./graph.js";
import { nearestNames } from "./nearest.js";
import type { Revision } from "./revision.js";
import { nameRevisions } from "./wording.js";

/**
 * The revision that a name stands for: a full id, the label that it carries, its tag, or the beginning of its id.
 *
 * @throws AthanorError `UNKNOWN_REVISION`, `AMBIGUOUS_REVISION`, `TAG_WITHOUT_REVISION`
 */
export function findRevision(
  graph: Graph,
  name: string,
  rephrase: Rephrase = show,
  preferred: Preferred = () => [],
): Revision {
  return findExactly(graph, name) ?? findByPrefix(graph, name, rephrase, preferred);
}

/** Those of several ids that are meant before the others; none where nothing tells. */
export type Preferred = (ids: readonly string[]) => readonly string[];

/** The command to type instead, with another name in the place of this one. */
export type Rephrase = (name: string) => string;

function show(name: string): string {
  return `athanor show ${name}`;
}

function findExactly(graph: Graph, name: string): Revision | undefined {
  const tagged = graph.tags.get(name);
  const id = graph.byId.has(name) ? name : (graph.labels.get(name) ?? tagged);
  if (id === undefined) return undefined;
  const revision = graph.byId.get(id);
  if (revision === undefined) throw tagWithoutRevision(name, id);
  return revision;
}

function findByPrefix(
  graph: Graph,
  name: string,
  rephrase: Rephrase,
  preferred: Preferred,
): Revision {
  const all = graph.revisions.filter(({ id }) => id.startsWith(name));
  const chosen = new Set(preferred(all.map(({ id }) => id)));
  const candidates = chosen.size === 0 ? all : all.filter(({ id }) => chosen.has(id));
  const [only] = candidates;
  if (only === undefined) throw unknownRevision(graph, name, rephrase);
  if (candidates.length > 1) throw ambiguousRevision(graph, name, candidates, rephrase);
  return only;
}

function tagWithoutRevision(tag: string, id: string): AthanorError {
  return new AthanorError({
    code: "TAG_WITHOUT_REVISION",
    message: `Tag "${tag}" stands for revision "${id}", which no file has any more: it was deleted, or is on another git branch. A tag needs its revision.`,
    suggestions: [`athanor tag --delete ${tag}`, `git log --all -S ${id}`],
    facts: { tag, revision: id },
  });
}

function unknownRevision(graph: Graph, name: string, rephrase: Rephrase): AthanorError {
  const names = [
    "base",
    "head",
    "heads",
    "current",
    ...graph.byId.keys(),
    ...graph.labels.keys(),
    ...graph.tags.keys(),
  ];
  const near = [...asSteps(name), ...nearestNames(name, names)];
  const hint =
    near.length === 0 ? "" : ` Near to it: ${near.map((other) => `"${other}"`).join(", ")}.`;
  return new AthanorError({
    code: "UNKNOWN_REVISION",
    message: `No revision, label or tag is named "${name}", and no revision's id begins with it.${hint}`,
    suggestions: [...near.map(rephrase), "athanor history"],
    facts: { identifier: name, near },
  });
}

/** What git calls `head~2` and `head^^` is `head-2` here. */
function asSteps(name: string): readonly string[] {
  const pattern = /^(?<symbol>[^~^]+)(?:~(?<count>\d*)|(?<carets>\^+))$/u;
  const { symbol, count, carets } = pattern.exec(name)?.groups ?? {};
  if (symbol === undefined) return [];
  const steps = carets?.length ?? Number(count === "" ? 1 : count);
  return [`${symbol.toLowerCase()}-${steps}`];
}

function ambiguousRevision(
  graph: Graph,
  name: string,
  candidates: readonly Revision[],
  rephrase: Rephrase,
): AthanorError {
  const ids = candidates.map(({ id }) => id);
  return new AthanorError({
    code: "AMBIGUOUS_REVISION",
    message: `Several revisions begin with "${name}": ${nameRevisions(graph, ids)}. Write as much of the id as one of them needs.`,
    suggestions: ids.slice(0, 3).map(rephrase),
    facts: { identifier: name, candidates: ids },
  });
}
