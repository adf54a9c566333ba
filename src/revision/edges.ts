import { AthanorError } from "../error/athanor-error.js";
import type { Names } from "./names.js";
import { nearestNames } from "./nearest.js";
import { relationOf } from "./relation.js";
import type { Relation } from "./relation.js";
import type { Revision } from "./revision.js";
import { compareText } from "./order.js";

/** Turns what the headers name into edges between full ids. */
export function resolveEdges(
  revisions: readonly Revision[],
  names: Names,
): { readonly parents: Relation; readonly dependencies: Relation } {
  const parents = new Map<string, readonly string[]>();
  const dependencies = new Map<string, readonly string[]>();
  const findDependency = createDependencyLookup(names);
  for (const revision of revisions) {
    for (const id of revision.down)
      if (!names.byId.has(id)) throw unknownParent(revision, id, names);
    if (revision.down.length > 0) parents.set(revision.id, unique(revision.down));
    if (revision.dependsOn.length > 0) {
      const found = revision.dependsOn.map((name) => findDependency(revision, name));
      dependencies.set(revision.id, unique(found));
    }
  }
  return { parents: relationOf(parents), dependencies: relationOf(dependencies) };
}

function unique(ids: readonly string[]): readonly string[] {
  return ids.length < 2 ? ids : [...new Set(ids)];
}

function createDependencyLookup(names: Names): (revision: Revision, name: string) => string {
  let sorted: readonly string[] | undefined;
  return (revision, name) => {
    const exact = names.byId.get(name)?.id ?? names.labels.get(name) ?? names.tags.get(name);
    if (exact !== undefined && names.byId.has(exact)) return exact;
    if (exact !== undefined) throw deletedDependency(revision, name, exact);
    sorted ??= [...names.byId.keys()].sort(compareText);
    const candidates = name === "" ? [] : startingWith(sorted, name);
    const [only] = candidates;
    if (only === undefined) throw unknownDependency(revision, name, names);
    if (candidates.length > 1) throw ambiguousDependency(revision, name, candidates);
    return only;
  };
}

/** By bisection, since thousands of revisions may each name one. */
function startingWith(sorted: readonly string[], prefix: string): readonly string[] {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < prefix) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (sorted[end]?.startsWith(prefix)) end += 1;
  return sorted.slice(low, end);
}

function unknownParent(revision: Revision, id: string, names: Names): AthanorError {
  return new AthanorError({
    code: "UNKNOWN_PARENT",
    message: `Revision "${revision.id}" in "${revision.path}" revises "${id}", but no file has that revision. The file was deleted, is on another git branch, or lies outside the version locations.${didYouMean(id, names)}`,
    suggestions: [`$EDITOR ${revision.path}`, `git log --all -S ${id}`],
    facts: { revision: revision.id, path: revision.path, parent: id },
  });
}

function unknownDependency(revision: Revision, name: string, names: Names): AthanorError {
  return new AthanorError({
    code: "UNKNOWN_DEPENDENCY",
    message: `Revision "${revision.id}" in "${revision.path}" depends on "${name}", but no revision, label or tag has that name.${didYouMean(name, names)}`,
    suggestions: [`$EDITOR ${revision.path}`],
    facts: { revision: revision.id, path: revision.path, dependency: name },
  });
}

function deletedDependency(revision: Revision, tag: string, id: string): AthanorError {
  return new AthanorError({
    code: "TAG_WITHOUT_REVISION",
    message: `Revision "${revision.id}" in "${revision.path}" depends on tag "${tag}", which stands for "${id}"; no file has that revision any more: it was deleted, or is on another git branch. A tag needs its revision.`,
    suggestions: [`$EDITOR ${revision.path}`, `git log --all -S ${id}`],
    facts: { revision: revision.id, path: revision.path, tag, missing: id },
  });
}

function ambiguousDependency(
  revision: Revision,
  name: string,
  candidates: readonly string[],
): AthanorError {
  return new AthanorError({
    code: "AMBIGUOUS_DEPENDENCY",
    message: `Revision "${revision.id}" in "${revision.path}" depends on "${name}", but several revisions start with that: ${candidates.map((id) => `"${id}"`).join(", ")}. Write more of the id.`,
    suggestions: [`$EDITOR ${revision.path}`],
    facts: { revision: revision.id, path: revision.path, dependency: name, candidates },
  });
}

function didYouMean(name: string, names: Names): string {
  const near = nearestNames(name, [...names.byId.keys(), ...names.labels.keys()]);
  return near.length === 0 ? "" : ` Near to it: ${near.map((id) => `"${id}"`).join(", ")}.`;
}
