import type { Arc, GraphRow, Lanes, Stroke } from "./graph-layout.js";

/** One character of the drawing, and the lane that it belongs to. */
export type Glyph = { readonly text: string; readonly lane: number };

const UPRIGHT: Readonly<Record<Stroke, string>> = { solid: "|", dotted: ":" };
const BLANK = " ";

/**
 * The characters of a row: lanes in the even places, and between them, where an arc passes, its line.
 *
 * @param mark what stands for the node
 */
export function glyphsOf(row: GraphRow, mark: string): readonly Glyph[] {
  if (row.kind === "node") return glyphsOfNode(row.lanes, row.lane, mark);
  const { arc, lanes } = row;
  if (arc === undefined) return glyphsBelow(lanes);
  const width = Math.max(lanes.length, arc.from, arc.to);
  return Array.from({ length: width }, (_, lane) => {
    const between = gap(arc, lane);
    // Where the arc passes a free lane, it goes on.
    const isPassed = lane > Math.min(arc.from, arc.to) && between.text !== BLANK;
    const passing = { text: arc.stroke === "dotted" ? "." : "_", lane: between.lane };
    return [isPassed && lanes[lane] === undefined ? passing : upright(lanes, lane), between];
  }).flat();
}

/** The lanes go on: beside a further line about the node above. */
export function glyphsBelow(lanes: Lanes): readonly Glyph[] {
  return lanes.flatMap((_, lane) => [upright(lanes, lane), { text: BLANK, lane }]);
}

function glyphsOfNode(lanes: Lanes, node: number, mark: string): readonly Glyph[] {
  const width = Math.max(lanes.length, node + 1);
  return Array.from({ length: width }, (_, lane) => [
    lane === node ? { text: mark, lane } : upright(lanes, lane),
    { text: BLANK, lane },
  ]).flat();
}

function upright(lanes: Lanes, lane: number): Glyph {
  const stroke = lanes[lane];
  return { text: stroke === undefined ? BLANK : UPRIGHT[stroke], lane };
}

/** Between a lane and the next on its right: a slope beside the lane where the arc begins, and a line along the bottom from there. */
function gap(arc: Arc, lane: number): Glyph {
  const [left, right] = [Math.min(arc.from, arc.to), Math.max(arc.from, arc.to)];
  if (lane < left || lane >= right) return { text: BLANK, lane };
  // An arc has the colour of the lane that it leads to, or comes from, beside the node's own.
  const owner = Math.max(arc.from, arc.to);
  if (arc.stroke === "dotted") return { text: ".", lane: owner };
  if (arc.from < arc.to) return { text: lane === left ? "\\" : "_", lane: owner };
  return { text: lane === right - 1 ? "/" : "_", lane: owner };
}
