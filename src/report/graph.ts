import { type Arc, type GraphRow, type Lanes, type Stroke, layoutGraph } from "./graph-layout.js";
import { colour } from "./colour.js";
import type { HistoryResult, ListedRevision } from "../action/history.js";
import { fitLine, widthOf, wrapText, type Piece } from "./line.js";
import { placeMarks } from "./place.js";
import { marksOf, revisionDetails } from "./revision-line.js";

export type GraphOptions = {
  /** Everything a header tells, beneath each revision. */
  readonly verbose?: boolean;
  /** Of the terminal; lines are cut there. Left out: none is. */
  readonly columns?: number;
};

const APPLIED = "*";
const PENDING = "o";
const LANE_COLOURS = [
  colour.red,
  colour.green,
  colour.yellow,
  colour.blue,
  colour.magenta,
  colour.cyan,
] as const;

/**
 * The history as `git log --graph` draws one, newest above: `*` a revision (`o` one that is not applied, where the databases were asked), lines to its parents, dotted lines to what it depends on.
 */
export function describeGraph({ revisions }: HistoryResult, options: GraphOptions = {}): string {
  if (revisions.length === 0) return "There are no revisions.";
  const byId = new Map(revisions.map((summary) => [summary.revision, summary]));
  const nodes = revisions.map(({ revision, downRevision, dependsOn }) => ({
    id: revision,
    parents: downRevision,
    dependencies: dependsOn,
  }));
  return layoutGraph(nodes)
    .flatMap((row) => linesOf(row, row.kind === "node" ? byId.get(row.id) : undefined, options))
    .map((line) => line.trimEnd())
    .join("\n");
}

function linesOf(
  row: GraphRow,
  summary: ListedRevision | undefined,
  { columns, verbose = false }: GraphOptions,
): readonly string[] {
  if (row.kind === "link" || summary === undefined)
    return [fitLine(glyphsOf(row, APPLIED).map(pieceOf), columns)];
  const mark = summary.applied === false ? PENDING : APPLIED;
  const first = fitRevision(
    glyphsOf(row, mark),
    verbose ? titleOf(summary) : textOf(summary),
    columns,
  );
  if (!verbose) return [first];
  return [first, ...detailsOf(row.below, summary, columns)];
}

function detailsOf(lanes: Lanes, summary: ListedRevision, columns?: number): readonly string[] {
  const beside = [...glyphsBelow(lanes).map(pieceOf), { text: "  " }];
  const room = columns === undefined ? columns : columns - lanes.length * 2 - 2;
  return [...revisionDetails(summary), ""]
    .flatMap((text) => colour.strip(text).split("\n"))
    .flatMap((text) => wrapText(text, room))
    .map((text) => fitLine([...beside, { text }]));
}

/** The id is told whole, however narrow the terminal. */
function fitRevision(glyphs: readonly Glyph[], text: readonly Piece[], columns?: number): string {
  const drawn = glyphs.map(pieceOf);
  const [id] = text;
  const least = widthOf([...drawn, id].map((piece) => piece?.text ?? "").join("")) + 1;
  const all = [...drawn, ...text];
  return columns === undefined ? fitLine(all) : fitLine(all, Math.max(columns, least));
}

function titleOf(summary: ListedRevision): readonly Piece[] {
  const marks = [...marksOf(summary), ...placeMarks(summary)].join(", ");
  return [
    { text: summary.revision, paint: colour.yellow },
    ...(marks === "" ? [] : [{ text: ` (${marks})`, paint: colour.cyan }]),
  ];
}

function textOf(summary: ListedRevision): readonly Piece[] {
  const [message = ""] = summary.message.split("\n");
  return [...titleOf(summary), { text: message === "" ? "" : ` ${message}` }];
}

function pieceOf({ text, lane }: Glyph): Piece {
  if (text === " ") return { text };
  const paint = LANE_COLOURS[lane % LANE_COLOURS.length] ?? colour.reset;
  return { text, paint };
}

/** One character of the drawing, and the lane that it belongs to. */
type Glyph = { readonly text: string; readonly lane: number };

const UPRIGHT: Readonly<Record<Stroke, string>> = { solid: "|", dotted: ":" };
const BLANK = " ";

/**
 * The characters of a row: lanes in the even places, and between them, where an arc passes, its line.
 *
 * @param mark what stands for the node
 */
function glyphsOf(row: GraphRow, mark: string): readonly Glyph[] {
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
function glyphsBelow(lanes: Lanes): readonly Glyph[] {
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
