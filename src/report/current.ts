import type { CurrentDatabase, CurrentResult } from "../action/current.js";
import { durationText } from "./duration.js";
import { revisionLine } from "./revision-line.js";

export function describeCurrent({ databases }: CurrentResult, verbose: boolean): string {
  const named = verbose || databases.length > 1;
  return databases
    .map((database) =>
      [...(named ? [title(database)] : []), ...lines(database, verbose)].join("\n"),
    )
    .join("\n");
}

function title({ database, url }: CurrentDatabase): string {
  return `${database}: ${url}`;
}

function lines(database: CurrentDatabase, verbose: boolean): readonly string[] {
  const known = database.revisions.flatMap((summary) => [
    revisionLine(summary),
    ...(verbose && summary.log !== undefined
      ? [
          `    ${summary.log.direction} at ${summary.log.appliedAt} by ${summary.log.appliedBy}` +
            ` in ${durationText(summary.log.durationMilliseconds)}, Athanor ${summary.log.version}`,
        ]
      : []),
  ]);
  const unknown = database.unknown.map((row) => `${row} (no file has this revision)`);
  const all = [...known, ...unknown];
  return all.length === 0 ? ["No revision is applied."] : all;
}
