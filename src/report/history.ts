import type { BranchesResult } from "../action/branches.js";
import type { HeadsResult } from "../action/heads.js";
import type { HistoryResult } from "../action/history.js";
import type { RevisionSummary } from "../project/revision-summary.js";
import type { ShownHazard, ShowResult } from "../action/show.js";
import { placeMarks } from "./place.js";
import { colour } from "./colour.js";
import { revisionDetails, revisionLine } from "./revision-line.js";

type Mark = string | false;

export function describeHistory({ revisions }: HistoryResult, verbose: boolean): string {
  return listRevisions(revisions, verbose, placeMarks);
}

export function describeHeads({ heads }: HeadsResult, verbose: boolean): string {
  return listRevisions(heads, verbose, ({ applied }) => [applied === false && "pending"]);
}

function listRevisions<Summary extends RevisionSummary>(
  summaries: readonly Summary[],
  verbose: boolean,
  marksFor: (summary: Summary) => readonly Mark[],
): string {
  if (summaries.length === 0) return "There are no revisions.";
  const told = summaries.map((summary) => {
    const marks = marksFor(summary);
    return verbose
      ? revisionDetails(summary, ...marks).join("\n")
      : revisionLine(summary, ...marks);
  });
  return told.join(verbose ? "\n\n" : "\n");
}

export function describeBranches({ branchPoints }: BranchesResult, verbose: boolean): string {
  if (branchPoints.length === 0) return "There are no branch points.";
  const told = branchPoints.map((point) => {
    const own = verbose ? revisionDetails(point) : [revisionLine(point)];
    return [...own, ...point.children.map((child) => `    ${revisionLine(child)}`)].join("\n");
  });
  return told.join(verbose ? "\n\n" : "\n");
}

export function describeShown({ revisions }: ShowResult): string {
  const told = revisions.map((revision) => {
    const named = revision.databases.length > 1;
    const operations = revision.databases.flatMap((shown) => {
      const { database, upgrade, downgrade, hazards } = shown;
      return [
        ...listed(named ? `Upgrade of ${database}` : "Upgrade", upgrade, hazards.upgrade),
        ...listed(named ? `Downgrade of ${database}` : "Downgrade", downgrade, hazards.downgrade),
      ];
    });
    return [...revisionDetails(revision), "", ...operations].join("\n");
  });
  return told.length === 0
    ? "That is before the first revision: there is nothing to show."
    : told.join("\n\n");
}

function listed(
  title: string,
  sentences: readonly string[],
  hazards: readonly ShownHazard[],
): readonly string[] {
  if (sentences.length === 0) return [`${title}:`, "  - (nothing)"];
  const dangers = (sentence: string): readonly string[] =>
    hazards
      .filter(({ operation }) => operation === sentence)
      .map((hazard) => `      ${colour.yellow("!")} ${dangerText(hazard)}`);
  const lines = sentences.flatMap((sentence) => [`  - ${sentence}`, ...dangers(sentence)]);
  return [`${title}:`, ...lines];
}

/** How many rows there are is not known here. */
function dangerText({ message, code, least }: ShownHazard): string {
  return `${message} (${code}${least === undefined ? "" : `, told of ${String(least)} rows and more`})`;
}
