import type { ProgressEvent } from "../runner/run-request.js";
import { blockersText } from "../runner/database-failure.js";
import { colour } from "./colour.js";
import { destructionText } from "./destruction.js";
import { count, durationText } from "./duration.js";

/** The line that an event is worth wherever the run is told; none for most. */
export function progressLine(event: ProgressEvent): string | undefined {
  const line = lineOf(event);
  return line && ofDatabase(event, line);
}

/** The line with its database's name before it, where databases have names. */
function ofDatabase({ database }: ProgressEvent, line: string): string {
  return database === "default" ? line : `${database}: ${line.trimStart()}`;
}

function lineOf(event: ProgressEvent): string | undefined {
  switch (event.kind) {
    case "waiting":
      return `Waiting for another run to finish${event.holder === undefined ? "" : `: ${event.holder}`}.`;
    case "retrying":
      return `Could not get a lock${heldBy(event.blockers)}. ${undone[event.repeated]}; trying again soon (${count(event.retriesLeft, "more attempt")} left).`;
    case "destroys":
      return `${colour.yellow("Warning:")} ${destructionText(event.destruction)}`;
    case "destroysNothing":
      return colour.dim(`  ${event.operation}: every row holds the default; nothing is lost`);
    case "rowsFilled":
      return colour.dim(
        `  filled ${String(event.rows)} of ${count(event.of, "row")} of ${event.table}, ${durationText(event.millisecondsLeft)} left`,
      );
    default:
      return undefined;
  }
}

const undone = {
  statement: "The statement has changed nothing",
  transaction: "Rolled back to the last commit",
} as const;

type Started = Extract<ProgressEvent, { readonly kind: "revisionStarted" }>;
type Blocked = Extract<ProgressEvent, { readonly kind: "statementBlocked" }>;
type Advanced = Extract<ProgressEvent, { readonly kind: "statementProgress" }>;

export function runningText(started: Started): string {
  const { direction, revision, message } = started;
  return ofDatabase(started, `Running ${direction} ${revision} ${message}`.trimEnd());
}

export function blockedText({ blockers }: Blocked): string {
  return `waiting for a lock${heldBy(blockers)}`;
}

/** `building index: scanning table 45 %`. */
export function advanceText({ phase, done, total }: Advanced): string {
  return total === 0 ? phase : `${phase} ${Math.floor((100 * done) / total)} %`;
}

function heldBy(blockers: Blocked["blockers"]): string {
  return blockers.length === 0 ? "" : ` held by ${blockersText(blockers)}`;
}
