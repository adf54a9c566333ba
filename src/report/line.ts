import stringWidth from "fast-string-truncated-width";

/** A piece of a line, and the colour that it gets once its width is known. */
export type Piece = { readonly text: string; readonly paint?: (text: string) => string };

const ELLIPSIS = "…";

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  return stringWidth(text).width;
}

/**
 * The pieces as one line, cut where it would be wider than `columns`.
 *
 * @param columns left out: nothing is cut
 */
export function fitLine(pieces: readonly Piece[], columns = Number.POSITIVE_INFINITY): string {
  const total = pieces.reduce((width, { text }) => width + widthOf(text), 0);
  if (total <= columns) return pieces.map(painted).join("");
  let left = columns - widthOf(ELLIPSIS);
  const shown: string[] = [];
  for (const piece of pieces) {
    const { index, width } = stringWidth(piece.text, { limit: Math.max(0, left) });
    shown.push(painted({ ...piece, text: piece.text.slice(0, index) }));
    left -= width;
    if (index < piece.text.length) break;
  }
  return shown.join("") + ELLIPSIS;
}

const LEAST = 20;

/** A text as several lines where it is wider than `columns`; cut anywhere, since paths and ids have no better place. */
export function wrapText(text: string, columns = Number.POSITIVE_INFINITY): readonly string[] {
  const lines: string[] = [];
  let left = text;
  for (;;) {
    const { index } = stringWidth(left, { limit: Math.max(LEAST, columns) });
    if (index >= left.length) return [...lines, left];
    lines.push(left.slice(0, index));
    left = left.slice(index);
  }
}

function painted({ text, paint }: Piece): string {
  return paint === undefined || text === "" ? text : paint(text);
}
