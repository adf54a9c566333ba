import type { CurrentDatabase, CurrentResult, UnfinishedRevision } from "../action/current.js";
import type { EditedRevision } from "../project/edited.js";
import { count, durationText } from "./duration.js";
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
  const where = all.length === 0 ? ["No revision is applied."] : all;
  return [
    ...where,
    ...database.unfinished.map(unfinishedLine),
    ...(database.edited ?? []).map(editedLine),
  ];
}

function unfinishedLine({ revision, direction, statements }: UnfinishedRevision): string {
  return `${revision}: its ${direction} stopped half way, ${count(statements, "statement")} done`;
}

function editedLine({ revision, path }: EditedRevision): string {
  return `${revision}: ${path} was edited after it was applied`;
}
