import { fitLine } from "./line.js";

/** Where a line can be written over: a terminal. */
export type Terminal = {
  readonly write: (text: string) => unknown;
  readonly columns?: number;
};

/** The last line of a terminal, written again and again; whatever stays is written above it. */
export type LiveLine = {
  /** What the line says, asked anew each time it is drawn; left out: nothing. */
  readonly show: (text?: () => string) => void;
  /** A line that stays. */
  readonly print: (line: string) => void;
  /** Takes the line away and draws no more. */
  readonly end: () => void;
};

const period = 100;

/** Of a terminal that does not tell its own. */
const usualWidth = 80;

/** To the beginning of the line, and empty it: ECMA-48, which every terminal and Windows' console know. */
const erase = "\r\u001b[2K";

export function createLiveLine(terminal: Terminal, now: () => number): LiveLine {
  let text: (() => string) | undefined;
  let drawn = -Infinity;
  let isThere = false;
  const clear = (): void => {
    if (isThere) terminal.write(erase);
    isThere = false;
  };
  const draw = (): void => {
    if (text === undefined) return;
    const { columns = 0 } = terminal;
    const room = (columns === 0 ? usualWidth : columns) - 1;
    terminal.write(erase + fitLine([{ text: text() }], room));
    isThere = true;
    drawn = now();
  };
  const timer = setInterval(draw, period);
  // A run that waits for nothing but this line has ended.
  timer.unref();
  return {
    show: (next) => {
      text = next;
      if (text === undefined) clear();
      // Drivers that work while we wait leave the timer no turn.
      else if (now() - drawn >= period) draw();
    },
    print: (line) => {
      clear();
      terminal.write(`${line}\n`);
      draw();
    },
    end: () => {
      clearInterval(timer);
      text = undefined;
      clear();
    },
  };
}
