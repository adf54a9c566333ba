import { colour } from "./colour.js";
import { count, durationText } from "./duration.js";
import { destructionText } from "./destruction.js";
import type { OnProgress, ProgressEvent } from "../runner/progress.js";

/** Tells a run as it happens, a plain line each. Statements only when asked for. */
export function progressPrinter(write: (line: string) => void, statements: boolean): OnProgress {
  return (event) => {
    const line = progressLine(event, statements);
    if (line !== undefined) write(line);
  };
}

function progressLine(event: ProgressEvent, statements: boolean): string | undefined {
  switch (event.kind) {
    case "waiting":
      return `Waiting for another run to finish${event.holder === undefined ? "" : `: ${event.holder}`}.`;
    case "revisionStarted":
      return colour.dim(`Running ${event.direction} ${event.revision} ${event.message}`.trimEnd());
    case "statementStarted":
      return statements ? colour.dim(`  ${event.sql}`) : undefined;
    case "destroys":
      return `${colour.yellow("Warning:")} ${destructionText(event.destruction)}`;
    case "rowsFilled":
      return colour.dim(
        `  filled ${String(event.rows)} of ${count(event.of, "row")} of ${event.table}, ${durationText(event.millisecondsLeft)} left`,
      );
    default:
      return undefined;
  }
}
