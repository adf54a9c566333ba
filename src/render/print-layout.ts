import type { Layout, Line } from "./layout.js";
import { isList } from "./layout.js";

/** One piece still to print: how deep it stands, and whether its lines are breaks. */
type Piece = { readonly depth: number; readonly broken: boolean; readonly layout: Layout };

export type PrintOptions = {
  /** Columns of a line; default 100. */
  readonly width?: number;
  /** Columns that every line after the first begins with. */
  readonly indentation: number;
};

const step = 2;

/** The text of a layout whose first line begins at the given indentation. */
export function printLayout(layout: Layout, { width = 100, indentation }: PrintOptions): string {
  const stack: Piece[] = [pieceOf(indentation, true, layout)];
  const text: string[] = [];
  let column = indentation;
  const write = (words: string) => {
    text.push(words);
    column = columnAfter(column, words);
  };
  for (let piece = stack.pop(); piece !== undefined; piece = stack.pop()) {
    const { layout: current, depth, broken } = piece;
    if (typeof current === "string") write(current);
    else if (isList(current)) pushAll(stack, piece, current);
    else if (current.kind !== "line")
      open(piece, current, stack, (next) => fits(next, stack, width - column));
    else if (broken || current.hard) write(`\n${" ".repeat(depth)}`);
    else write(current.flat);
  }
  return text.join("");
}

/** One shape for all pieces, made without spreading: most of the time goes here. */
function pieceOf(depth: number, broken: boolean, layout: Layout): Piece {
  return { depth, broken, layout };
}

function pushAll(stack: Piece[], { depth, broken }: Piece, parts: readonly Layout[]): void {
  for (let index = parts.length - 1; index >= 0; index -= 1)
    stack.push(pieceOf(depth, broken, parts[index] ?? ""));
}

type Compound = Exclude<Layout, string | readonly Layout[] | Line>;

/** Puts what a compound piece stands for on the stack. */
function open(
  { depth, broken }: Piece,
  layout: Compound,
  stack: Piece[],
  fitsHere: (next: Piece) => boolean,
): void {
  if (layout.kind === "indent") stack.push(pieceOf(depth + step, broken, layout.content));
  else if (layout.kind === "choice") stack.push(choose(layout.states, depth, broken, fitsHere));
  else if (layout.kind === "ifBroken") {
    if (broken) stack.push(pieceOf(depth, broken, layout.content));
  } else {
    const flat = pieceOf(depth, false, layout.content);
    const stays = !layout.broken && (!broken || fitsHere(flat));
    stack.push(stays ? flat : pieceOf(depth, true, layout.content));
  }
}

function choose(
  states: readonly Layout[],
  depth: number,
  broken: boolean,
  fitsHere: (next: Piece) => boolean,
): Piece {
  const pieces = states.map((layout) => pieceOf(depth, false, layout));
  const [first] = pieces;
  if (!broken && first !== undefined) return first;
  return pieces.find(fitsHere) ?? pieceOf(depth, true, states.at(-1) ?? "");
}

function columnAfter(column: number, piece: string): number {
  const end = piece.lastIndexOf("\n");
  return end < 0 ? column + widthOf(piece) : widthOf(piece.slice(end + 1));
}

/** Scripts whose characters take two columns. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;

const plain = /^[ -~]*$/;

function widthOf(text: string): number {
  if (plain.test(text)) return text.length;
  return [...text].length + (text.match(wide)?.length ?? 0);
}

/** Does the piece, with what follows it on the same line, stay within the columns left? */
function fits(next: Piece, rest: readonly Piece[], columns: number): boolean {
  const stack: Piece[] = [next];
  let after = rest.length;
  let left = columns;
  while (left >= 0) {
    const piece = stack.pop() ?? rest[(after -= 1)];
    if (piece === undefined) return true;
    const { layout, broken } = piece;
    if (typeof layout === "string") {
      const end = layout.indexOf("\n");
      left -= widthOf(end < 0 ? layout : layout.slice(0, end));
      if (end >= 0) return left >= 0;
    } else if (isList(layout)) pushAll(stack, piece, layout);
    else if (layout.kind === "line") {
      if (broken || layout.hard) return true;
      left -= layout.flat.length;
    } else if (layout.kind === "ifBroken") left -= broken ? layout.content.length : 0;
    else if (layout.kind === "choice") stack.push(pieceOf(0, broken, layout.states[0] ?? ""));
    else if (layout.kind === "group")
      stack.push(pieceOf(0, broken || layout.broken, layout.content));
    else stack.push(pieceOf(0, broken, layout.content));
  }
  return false;
}
