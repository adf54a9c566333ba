import type { Graph } from "./graph.js";
import { addEdge, addNode, createGraph, sortGraph } from "./graph.js";

/** What one item has to do with the keys it names. A key stands for a thing that several items are about. */
export type Precedence = {
  /** It comes before whatever changes the key's thing. */
  readonly before: readonly string[];
  readonly changes: readonly string[];
  /** It comes after whatever changes the key's thing. */
  readonly after: readonly string[];
  /** It comes before whatever takes the key. */
  readonly frees: readonly string[];
  readonly takes: readonly string[];
};

type Group = { readonly first: number[]; readonly changes: number[]; readonly last: number[] };

/**
 * Sorts items so that every precedence holds, and otherwise by `rank`, then as given. Time grows with the number of
 * items and keys, not with their pairs. A circle, which no order can satisfy, is broken at its lowest rank.
 */
export function sortByPrecedence<Item>(
  items: readonly Item[],
  precedenceOf: (item: Item) => Precedence,
  rankOf: (item: Item) => number,
): readonly Item[] {
  const graph = createGraph(items.length);
  for (const group of groupsOf(items.map(precedenceOf))) joinGroup(graph, group);
  const ranks = items.map(rankOf);
  const listed = items
    .map((_, at) => at)
    .sort((left, right) => (ranks[left] ?? 0) - (ranks[right] ?? 0) || left - right);
  return sortGraph(graph, listed).flatMap((at) => items.slice(at, at + 1));
}

/** Two gates stand for all the pairs: what is first passes one, what is last waits at the other. */
function joinGroup(graph: Graph, { first, changes, last }: Group): void {
  const changing = new Set(changes);
  const [open, close] = [addNode(graph), addNode(graph)];
  addEdge(graph, open, close);
  for (const at of first) if (!changing.has(at)) addEdge(graph, at, open);
  for (const at of changing) {
    addEdge(graph, open, at);
    addEdge(graph, at, close);
  }
  for (const at of last) if (!changing.has(at)) addEdge(graph, close, at);
}

function groupsOf(precedences: readonly Precedence[]): readonly Group[] {
  const things = new Map<string, Group>();
  const slots = new Map<string, Group>();
  precedences.forEach((precedence, at) => {
    for (const key of precedence.before) groupOf(things, key).first.push(at);
    for (const key of precedence.changes) groupOf(things, key).changes.push(at);
    for (const key of precedence.after) groupOf(things, key).last.push(at);
    const { frees, takes } = precedence;
    for (const key of without(frees, takes)) groupOf(slots, key).first.push(at);
    for (const key of without(takes, frees)) groupOf(slots, key).last.push(at);
  });
  return [
    // Of a thing that nothing changes, nothing follows.
    ...[...things.values()].filter(({ changes }) => changes.length > 0),
    ...[...slots.values()].filter(({ first, last }) => first.length > 0 && last.length > 0),
  ];
}

/** What frees a key and takes it is nobody's to wait for. */
function without(keys: readonly string[], others: readonly string[]): readonly string[] {
  return keys.filter((key) => !others.includes(key));
}

function groupOf(groups: Map<string, Group>, key: string): Group {
  const found = groups.get(key) ?? { first: [], changes: [], last: [] };
  groups.set(key, found);
  return found;
}
