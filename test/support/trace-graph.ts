/** An edge as it was found in a drawing; `to` is left out where its line runs out below. */
export type TracedEdge = {
  readonly from: string;
  readonly to?: string;
  readonly stroke: "solid" | "dotted";
};

type Line = { readonly from: string; stroke?: "solid" | "dotted" };

/** Follows the lines of a drawing with the eye, character by character, and gives the edges that it shows. */
export function traceGraph(drawing: string): readonly TracedEdge[] {
  const tracer = new Tracer();
  for (const row of drawing.split("\n")) tracer.read(row);
  return tracer.finish();
}

class Tracer {
  private readonly edges: TracedEdge[] = [];
  private open = new Map<number, Line[]>();
  private node: { readonly id: string; readonly lane: number } | undefined;
  /** The line straight down from the node just read, until it is known whether there is one. */
  private straight: Line | undefined;

  read(row: string): void {
    const place = row.search(/[*o] /u);
    if (/[*]/u.test(row) || place !== -1) this.readNode(row, place);
    else this.readLink(row);
  }

  finish(): readonly TracedEdge[] {
    for (const lines of this.open.values()) lines.forEach((line) => this.close(line));
    return this.edges;
  }

  private readNode(row: string, place: number): void {
    const id = /[*o][ |:]*(?<id>\w+)/u.exec(row.slice(place))?.groups?.["id"] ?? "";
    const lane = place / 2;
    if (this.straight !== undefined && this.node?.lane === lane) this.begin("solid");
    this.straighten(row);
    for (const line of this.open.get(lane) ?? []) this.close(line, id);
    this.open.delete(lane);
    this.expectUprights(row, lane);
    this.node = { id, lane };
    this.straight = { from: id };
  }

  private readLink(row: string): void {
    const node = this.node;
    if (node === undefined) throw new Error(`a line above every node: ${row}`);
    this.straighten(row);
    const arc = findArc(row, (lane) => this.open.has(lane), node.lane);
    if (arc === undefined) {
      this.straight = undefined;
      return this.expectUprights(row);
    }
    const { from, to, stroke } = arc;
    const target = this.open.get(to) ?? [];
    if (this.open.has(from) && !isUpright(row, from)) {
      this.open.set(to, [...target, ...(this.open.get(from) ?? [])]);
      this.open.delete(from);
    } else if (from === node.lane) this.open.set(to, [...target, { from: node.id, stroke }]);
    else throw new Error(`an arc from nowhere: ${row}`);
    this.straight = undefined;
    this.expectUprights(row, to);
  }

  /** The first row beneath a node says whether a line goes straight down from it, and of which kind. */
  private straighten(row: string): void {
    if (this.straight === undefined || this.node === undefined) return;
    const sign = row[this.node.lane * 2];
    if (sign === "|" || sign === ":") this.begin(sign === "|" ? "solid" : "dotted");
  }

  private begin(stroke: "solid" | "dotted"): void {
    if (this.straight === undefined || this.node === undefined) return;
    this.open.set(this.node.lane, [{ ...this.straight, stroke }]);
    this.straight = undefined;
  }

  private close({ from, stroke = "solid" }: Line, to?: string): void {
    this.edges.push({ from, stroke, ...(to === undefined ? {} : { to }) });
  }

  /** No line ends, and none begins, without a reason. */
  private expectUprights(row: string, except?: number): void {
    for (const lane of this.open.keys())
      if (lane !== except && !isUpright(row, lane)) throw new Error(`lane ${lane} ends: ${row}`);
    const lanes = Math.ceil(row.search(/[a-z]|$/u) / 2);
    for (let lane = 0; lane < lanes; lane += 1)
      if (lane !== except && isUpright(row, lane) && !this.open.has(lane))
        throw new Error(`lane ${lane} begins: ${row}`);
  }
}

function isUpright(row: string, lane: number): boolean {
  return row[lane * 2] === "|" || row[lane * 2] === ":";
}

type FoundArc = { readonly from: number; readonly to: number; readonly stroke: "solid" | "dotted" };

function findArc(
  row: string,
  isOpen: (lane: number) => boolean,
  node: number,
): FoundArc | undefined {
  const gaps = [...row].flatMap((sign, at) => (at % 2 === 1 && sign !== " " ? [at] : []));
  const [first] = gaps;
  const last = gaps.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const [left, right] = [(first - 1) / 2, (last + 1) / 2];
  if (row[first] === "\\") return { from: left, to: right, stroke: "solid" };
  if (row[last] === "/") return { from: right, to: left, stroke: "solid" };
  const comesBack = isOpen(right) && !isUpright(row, right);
  const [from, to] = comesBack || right === node ? [right, left] : [left, right];
  return { from, to, stroke: "dotted" };
}
