/** Nodes are numbered from 0; an edge says which of two comes first. */
export type Graph = {
  readonly successors: number[][];
  /** How many nodes each one still waits for. */
  readonly blockers: number[];
};

export function createGraph(nodes: number): Graph {
  return {
    successors: Array.from({ length: nodes }, () => []),
    blockers: Array.from({ length: nodes }, () => 0),
  };
}

export function addNode(graph: Graph): number {
  graph.blockers.push(0);
  return graph.successors.push([]) - 1;
}

export function addEdge(graph: Graph, first: number, second: number): void {
  graph.successors[first]?.push(second);
  graph.blockers[second] = (graph.blockers[second] ?? 0) + 1;
}

/**
 * The listed nodes in an order that every edge agrees with; where edges leave it open, in the listed order. Other
 * nodes only pass edges on. In a circle the first listed node goes ahead.
 */
export function sortGraph(graph: Graph, listed: readonly number[]): readonly number[] {
  const place = new Map(listed.map((node, at) => [node, at]));
  const blockers = [...graph.blockers];
  const ready = createHeap();
  const done = new Set<number>();
  const sorted: number[] = [];
  const release = (start: number): void => {
    const released = [start];
    for (let node = released.pop(); node !== undefined; node = released.pop()) {
      const at = place.get(node);
      if (at === undefined) released.push(...unblock(graph, node, blockers));
      else ready.push(at);
    }
  };
  const finish = (at: number): void => {
    const node = listed[at];
    if (node === undefined || done.has(node)) return;
    done.add(node);
    sorted.push(node);
    unblock(graph, node, blockers).forEach(release);
  };
  blockers.flatMap((count, node) => (count === 0 ? [node] : [])).forEach(release);
  for (let next = 0; next < listed.length; next += 1) {
    for (let at = ready.pop(); at !== undefined; at = ready.pop()) finish(at);
    finish(next);
  }
  return sorted;
}

/** The nodes that waited for this one last. */
function unblock(graph: Graph, node: number, blockers: number[]): readonly number[] {
  return (graph.successors[node] ?? []).filter((successor) => {
    const left = (blockers[successor] ?? 0) - 1;
    blockers[successor] = left;
    return left === 0;
  });
}

type Heap = {
  readonly push: (value: number) => void;
  /** The smallest value; nothing where the heap is empty. */
  readonly pop: () => number | undefined;
};

function createHeap(): Heap {
  const values: number[] = [];
  const at = (place: number): number => values[place] ?? Infinity;
  const swap = (left: number, right: number): void => {
    [values[left], values[right]] = [at(right), at(left)];
  };
  const push = (value: number): void => {
    let place = values.push(value) - 1;
    for (
      let above = (place - 1) >> 1;
      place > 0 && at(above) > at(place);
      above = (place - 1) >> 1
    ) {
      swap(above, place);
      place = above;
    }
  };
  const pop = (): number | undefined => {
    const [first] = values;
    const last = values.pop();
    if (values.length === 0 || last === undefined) return first;
    values[0] = last;
    for (let place = 0; ;) {
      const left = place * 2 + 1;
      const least = at(left + 1) < at(left) ? left + 1 : left;
      if (at(least) >= at(place)) return first;
      swap(least, place);
      place = least;
    }
  };
  return { push, pop };
}
