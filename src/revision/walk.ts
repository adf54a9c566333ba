import { AthanorError } from "../error/athanor-error.js";
import { preferBranch } from "./branch.js";
import type { Branch } from "./branch.js";
import type { Graph } from "./graph.js";
import { countOf, nameRevision, nameRevisions } from "./wording.js";

/** What a relative identifier is counted for. */
export type Walk = {
  readonly graph: Graph;
  /** The identifier as it was typed, for messages. */
  readonly text: string;
  /** The command that the person typed, without the identifier: `athanor upgrade`. */
  readonly command: string;
  readonly branch?: Branch;
  /** What a walk down may undo; it may end below, but not pass. Left out: anything. */
  readonly undoable?: ReadonlySet<string>;
  /** The last step of a walk down may take a merge back, and ends on all of its parents. Left out: a parent must be named. */
  readonly takesMergeBack?: boolean;
};

/** A place in the history: on a revision, or under `above`, where nothing is. */
export type Place =
  | { readonly kind: "revision"; readonly id: string }
  | { readonly kind: "base"; readonly above: readonly string[] };

/**
 * Goes up from child to child.
 *
 * @throws AthanorError `AMBIGUOUS_WALK`, `TOO_MANY_STEPS`
 */
export function walkUp(walk: Walk, from: Place, steps: number): Place {
  let place = from;
  for (let walked = 0; walked < steps; walked += 1) {
    const ends = place.kind === "base" ? place.above : walk.graph.children(place.id);
    const candidates = preferBranch(ends, walk.branch);
    const [next] = candidates;
    if (next === undefined) throw tooManySteps(walk, from, steps, walked);
    if (candidates.length > 1) throw ambiguousWalk(walk, describeFork(walk, place), candidates);
    place = { kind: "revision", id: next };
  }
  return place;
}

/** Where a walk down ended, and the last revision that it passed. Below a merge it ends on all that was merged. */
export type Descent = {
  readonly place: Place | { readonly kind: "merged"; readonly ids: readonly string[] };
  readonly passed: string;
};

/**
 * Goes down from parent to parent, at least one step; one step below a base is the base. A step over a
 * merge has to choose a parent, except for the last one where the walk may take the merge back.
 *
 * @throws AthanorError `AMBIGUOUS_WALK`, `TOO_MANY_STEPS`
 */
export function walkDown(walk: Walk, from: string, steps: number): Descent {
  let passed = from;
  for (let walked = 0; ; walked += 1) {
    const candidates = preferBranch(walk.graph.parents(passed), walk.branch);
    const [next] = candidates;
    if (walk.undoable?.has(passed) === false)
      throw tooManySteps(walk, { kind: "revision", id: from }, -steps, walked);
    const isLast = walked + 1 === steps;
    if (candidates.length > 1 && isLast && walk.takesMergeBack === true)
      return { place: { kind: "merged", ids: candidates }, passed };
    if (candidates.length > 1) throw ambiguousWalk(walk, describeMerge(walk, passed), candidates);
    if (isLast) return { place: placeOf(next, passed), passed };
    if (next === undefined)
      throw tooManySteps(walk, { kind: "revision", id: from }, -steps, walked + 1);
    passed = next;
  }
}

function placeOf(id: string | undefined, above: string): Place {
  return id === undefined ? { kind: "base", above: [above] } : { kind: "revision", id };
}

function tooManySteps(walk: Walk, from: Place, steps: number, available: number): AthanorError {
  const { graph, text, branch, command } = walk;
  const start = from.kind === "base" ? "base" : nameRevision(graph, from.id);
  const place = branch === undefined ? "" : ` on branch "${branch.name}"`;
  const [noun, verb] = steps > 0 ? ["revision", "follow"] : ["step", "lead"];
  const count = available === 0 ? `no ${noun}` : `only ${countOf(available, noun)}`;
  const rule = `${count} ${verb}${available > 1 ? "" : "s"} ${steps > 0 ? "" : "down from "}${start}${place}`;
  const shorter = text.replace(/[+-]\d+$/u, `${steps > 0 ? "+" : "-"}${available}`);
  return new AthanorError({
    code: "TOO_MANY_STEPS",
    message: `"${text}" asks for ${countOf(Math.abs(steps), "step")}, but ${rule}.`,
    suggestions: [...(available === 0 ? [] : [`${command} ${shorter}`]), "athanor history"],
    facts: { identifier: text, steps: Math.abs(steps), available },
  });
}

function ambiguousWalk(walk: Walk, fork: string, candidates: readonly string[]): AthanorError {
  const { graph, text, command } = walk;
  return new AthanorError({
    code: "AMBIGUOUS_WALK",
    message: `"${text}" is ambiguous: ${fork}, ${nameRevisions(graph, candidates)}. Name the one you mean, or its branch.`,
    suggestions: candidates.slice(0, 5).map((id) => `${command} ${id}`),
    facts: { identifier: text, candidates },
  });
}

function describeFork({ graph }: Walk, place: Place): string {
  if (place.kind === "base") return "the history has several bases";
  const count = countOf(graph.children(place.id).length, "revision");
  return `${count} revise ${nameRevision(graph, place.id)}`;
}

function describeMerge({ graph }: Walk, id: string): string {
  return `${nameRevision(graph, id)} merges ${countOf(graph.parents(id).length, "revision")}`;
}
