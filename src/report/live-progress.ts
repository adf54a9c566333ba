import type { ProgressEvent } from "../runner/run-request.js";
import { colour } from "./colour.js";
import { durationText } from "./duration.js";
import { createLiveLine, type LiveLine, type Terminal } from "./live-line.js";
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
