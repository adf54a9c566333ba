/** How an edge is drawn: to a parent, or to what is only depended on. */
export type Stroke = "solid" | "dotted";

/** The strokes that stand in each lane, from the left; `undefined` where a lane is free. */
export type Lanes = readonly (Stroke | undefined)[];

/** A revision to be drawn. */
export type GraphNode = {
  readonly id: string;
  readonly parents: readonly string[];
  readonly dependencies: readonly string[];
};

/** A line from one lane into another. From right to left it may be all that becomes of a lane; else it begins at the node above. */
export type Arc = { readonly from: number; readonly to: number; readonly stroke: Stroke };

/** One line of the drawing. */
export type GraphRow =
  | {
      readonly kind: "node";
      readonly id: string;
      readonly lane: number;
      readonly lanes: Lanes;
      /** What stands in the lanes directly beneath: for further lines about the node. */
      readonly below: Lanes;
    }
  | { readonly kind: "link"; readonly lanes: Lanes; readonly arc?: Arc };

/** A lane leads straight down to the next revision that it waits for. */
type Lane = { readonly target: string; readonly stroke: Stroke };

type Edge = Lane;

/**
 * Draws a history as rows and lanes: what comes first in the list is above, and all edges lead down.
 *
 * Each lane waits for one revision, and each revision is waited for in one lane at most, so that a line never leads to two places. Edges to what is not in the list run out below.
 *
 * @param nodes each before all its parents and dependencies
 * @example layoutGraph([{ id: "b", parents: ["a"], dependencies: [] }, { id: "a", parents: [], dependencies: [] }])
 */
export function layoutGraph(nodes: readonly GraphNode[]): readonly GraphRow[] {
  const rows: GraphRow[] = [];
  let lanes: readonly (Lane | undefined)[] = [];
  let ended: number | undefined;
  for (const node of nodes) {
    const awaited = lanes.findIndex((lane) => lane?.target === node.id);
    const lane = awaited === -1 ? firstFree(lanes) : awaited;
    // Else it would stand beneath another as though it were the parent.
    if (lane === ended) rows.push({ kind: "link", lanes: strokesOf(lanes) });
    const drawn = drawNode(node, lane, lanes);
    rows.push(...drawn.rows);
    lanes = drawn.lanes;
    ended = drawn.rows.length === 1 && lanes[lane] === undefined ? lane : undefined;
  }
  return lanes.length === 0 ? rows : [...rows, { kind: "link", lanes: strokesOf(lanes) }];
}

type Drawn = { readonly rows: readonly GraphRow[]; readonly lanes: readonly (Lane | undefined)[] };

function drawNode(node: GraphNode, lane: number, above: readonly (Lane | undefined)[]): Drawn {
  const others = above.map((held, index) => (index === lane ? undefined : held));
  const edges = edgesOf(node);
  const first = edges.find(({ target }) => !isAwaited(others, target)) ?? edges[0];
  const straight = first === undefined ? others : put(others, lane, first);
  const rows: GraphRow[] = [];
  let lanes = straight;
  for (const edge of edges.filter((each) => each !== first)) {
    const link = linkOut(lanes, lane, edge);
    rows.push(link.row);
    lanes = link.lanes;
  }
  const end = first === undefined ? undefined : settle(lanes, lane, first);
  if (end?.row !== undefined) rows.push(end.row);
  // A dotted line that has no row of its own would not be seen.
  if (first?.stroke === "dotted" && rows.length === 0)
    rows.push({ kind: "link", lanes: strokesOf(lanes) });
  const row = {
    kind: "node",
    id: node.id,
    lane,
    lanes: strokesOf(above),
    below: strokesOf(straight),
  } as const;
  return { rows: [row, ...rows], lanes: trim(end?.lanes ?? lanes) };
}

/** Parents first; what is a parent and a dependency is a parent. */
function edgesOf({ parents, dependencies }: GraphNode): readonly Edge[] {
  const versioned = [...new Set(parents)];
  const needed = [...new Set(dependencies)].filter((id) => !versioned.includes(id));
  return [
    ...versioned.map((target) => ({ target, stroke: "solid" }) as const),
    ...needed.map((target) => ({ target, stroke: "dotted" }) as const),
  ];
}

type Linked = { readonly row?: GraphRow; readonly lanes: readonly (Lane | undefined)[] };

/** A further edge of the node leaves its lane, for that which waits for the same revision, or for a free one. */
function linkOut(lanes: readonly (Lane | undefined)[], from: number, edge: Edge): Required<Linked> {
  const awaited = lanes.findIndex((held, index) => index !== from && held?.target === edge.target);
  const to = awaited === -1 ? nearestFree(lanes, from) : awaited;
  const arc = { from, to, stroke: edge.stroke };
  const row = { kind: "link", lanes: strokesOf(lanes), arc } as const;
  return { row, lanes: put(lanes, to, join(lanes[to], edge)) };
}

/** Where another lane waits for the same revision as the node's own, the right of the two ends in the left. */
function settle(lanes: readonly (Lane | undefined)[], lane: number, edge: Edge): Linked {
  const other = lanes.findIndex((held, index) => index !== lane && held?.target === edge.target);
  const held = lanes[other];
  if (held === undefined) return { lanes };
  const [from, to] = [Math.max(lane, other), Math.min(lane, other)];
  const stroke = (lanes[from] ?? edge).stroke;
  const left = put(lanes, from, undefined);
  const row = { kind: "link", lanes: strokesOf(left), arc: { from, to, stroke } } as const;
  return { row, lanes: put(left, to, join(held, edge)) };
}

/** A lane is solid as soon as one solid edge is in it. */
function join(held: Lane | undefined, edge: Edge): Lane {
  return held?.stroke === "solid" ? held : edge;
}

function put(
  lanes: readonly (Lane | undefined)[],
  index: number,
  lane: Lane | undefined,
): readonly (Lane | undefined)[] {
  const next = [...lanes];
  while (next.length < index) next.push(undefined);
  next[index] = lane;
  return next;
}

function isAwaited(lanes: readonly (Lane | undefined)[], id: string): boolean {
  return lanes.some((lane) => lane?.target === id);
}

function firstFree(lanes: readonly (Lane | undefined)[]): number {
  const free = lanes.indexOf(undefined);
  return free === -1 ? lanes.length : free;
}

/** To the right rather than to the left, where both are as near. */
function nearestFree(lanes: readonly (Lane | undefined)[], from: number): number {
  for (let distance = 1; distance <= lanes.length; distance += 1) {
    if (lanes[from + distance] === undefined) return Math.min(from + distance, lanes.length);
    if (from >= distance && lanes[from - distance] === undefined) return from - distance;
  }
  return lanes.length;
}

function strokesOf(lanes: readonly (Lane | undefined)[]): Lanes {
  return lanes.map((lane) => lane?.stroke);
}

function trim(lanes: readonly (Lane | undefined)[]): readonly (Lane | undefined)[] {
  return lanes.slice(0, lanes.findLastIndex((lane) => lane !== undefined) + 1);
}
