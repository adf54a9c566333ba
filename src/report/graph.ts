import { colour } from "./colour.js";
import type { HistoryResult, ListedRevision } from "../action/history.js";
import { layoutGraph } from "./graph-layout.js";
import type { GraphRow, Lanes } from "./graph-layout.js";
import { glyphsBelow, glyphsOf } from "./graph-text.js";
import type { Glyph } from "./graph-text.js";
import { fitLine, widthOf, wrapText } from "./line.js";
import type { Piece } from "./line.js";
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
