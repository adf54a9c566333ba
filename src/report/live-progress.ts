import { fitLine } from "./line.js";
import type { ProgressEvent } from "../runner/run-request.js";
import { colour } from "./colour.js";
import { durationText } from "./duration.js";
import { advanceText, blockedText, progressLine, runningText } from "./progress-line.js";
import type { Progress } from "./progress.js";

/** What is at work now. */
type Present = {
  planned: readonly string[];
  revision: string;
  sql: string;
  /** What the server says of the statement. */
  more: string;
  /** When the statement, or else the revision, began. */
  begun: number;
};

/** What is at work, on one line that is written over; with `statements`, each that is done stays with its time. */
export function liveProgress(
  terminal: Terminal,
  statements: boolean,
  now: () => number = () => performance.now(),
): Progress {
  const live = createLiveLine(terminal, now);
  const present: Present = { planned: [], revision: "", sql: "", more: "", begun: now() };
  const text = (): string => presentText(present, now());
  return {
    onProgress: (event) => {
      printLine(live, event, statements);
      follow(present, event, now);
      live.show(isIdle(event) ? undefined : text);
    },
    aside: async (work) => {
      live.show(undefined);
      try {
        return await work();
      } finally {
        live.show(text);
      }
    },
    end: live.end,
  };
}

function printLine(live: LiveLine, event: ProgressEvent, statements: boolean): void {
  const line = progressLine(event);
  if (line !== undefined) live.print(line);
  if (statements && event.kind === "statementFinished") {
    live.print(colour.dim(`  ${event.sql};  -- ${durationText(event.milliseconds)}`));
  }
}

function follow(present: Present, event: ProgressEvent, now: () => number): void {
  const begin = (change: Partial<Present>): void =>
    void Object.assign(present, { sql: "", more: "", begun: now() }, change);
  switch (event.kind) {
    case "waiting":
    case "retrying":
      return begin({ revision: "Waiting" });
    case "planned":
      return begin({ planned: event.revisions });
    case "revisionStarted": {
      const place = `${present.planned.indexOf(event.revision) + 1}/${present.planned.length}`;
      return begin({ revision: `${place} ${runningText(event)}` });
    }
    case "statementStarted":
      return begin({ sql: event.sql });
    case "statementBlocked":
      present.more = blockedText(event);
      return undefined;
    case "statementProgress":
      present.more = advanceText(event);
      return undefined;
    default:
      return undefined;
  }
}

/** The time comes first, for the end of a long line is cut. */
function presentText({ begun, revision, more, sql }: Present, now: number): string {
  const parts = [durationText(now - begun), revision, more, sql.replace(/\s+/g, " ")];
  return parts.filter((part) => part !== "").join("  ");
}

/** Between revisions, and once all is done, there is nothing to show. */
function isIdle({ kind }: ProgressEvent): boolean {
  return kind === "revisionFinished" || kind === "committed" || kind === "rolledBack";
}

/** Where a line can be written over: a terminal. */
type Terminal = {
  readonly write: (text: string) => unknown;
  readonly columns?: number;
};

/** The last line of a terminal, written again and again; whatever stays is written above it. */
type LiveLine = {
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

function createLiveLine(terminal: Terminal, now: () => number): LiveLine {
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
