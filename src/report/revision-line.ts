import { colour } from "./colour.js";
import type { RevisionSummary } from "../project/revision-summary.js";

/** `2b7e1f009c31 -> 4f1d2c3b5a69 (billing) (head), add invoices`: parents, id, marks, message. */
export function revisionLine(
  summary: RevisionSummary,
  ...marks: readonly (string | false)[]
): string {
  const { downRevision, dependsOn, revision, message } = summary;
  const parents = downRevision.length === 0 ? "<base>" : downRevision.join(", ");
  const needs = dependsOn.length === 0 ? "" : ` (needs ${dependsOn.join(", ")})`;
  const known = [...marksOf(summary), ...marks.filter((mark) => mark !== false)];
  const shown = known.map((mark) => colour.cyan(` (${mark})`)).join("");
  const [title = ""] = message.split("\n");
  const tail = title === "" ? "" : `, ${title}`;
  return `${colour.dim(`${parents}${needs} ->`)} ${colour.yellow(revision)}${shown}${tail}`;
}

/** What is worth a word beside the id: labels, tags, and the place in the history. */
export function marksOf(summary: RevisionSummary): readonly string[] {
  return [
    ...summary.branchLabels,
    ...summary.tags.map((tag) => `tag: ${tag}`),
    ...(summary.head ? ["head"] : []),
    ...(summary.effectiveHead ? ["effective head"] : []),
    ...(summary.branchPoint ? ["branch point"] : []),
    ...(summary.mergePoint ? ["merge point"] : []),
  ];
}

const INDENT = 13;

/** All a reviewer wants to know of a revision, a line each; of a message with several lines, the others are indented. */
export function revisionDetails(
  summary: RevisionSummary,
  ...marks: readonly (string | false)[]
): readonly string[] {
  const known = [...marksOf(summary), ...marks.filter((mark) => mark !== false)];
  const shown = known.map((mark) => colour.cyan(` (${mark})`)).join("");
  const rows: readonly (readonly [string, string])[] = [
    ["Revision", `${colour.yellow(summary.revision)}${shown}`],
    [summary.mergePoint ? "Merges" : "Revises", summary.downRevision.join(", ") || "<base>"],
    ["Depends on", summary.dependsOn.join(", ")],
    ["Labels", summary.branchLabels.join(", ")],
    ["Branches", summary.branches.join(", ")],
    ["Tags", summary.tags.join(", ")],
    ["Created", summary.created],
    ["File", summary.path],
    ["Message", summary.message.replaceAll("\n", `\n${" ".repeat(INDENT)}`)],
  ];
  return rows
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${colour.dim(`${name}:`.padEnd(INDENT))}${value}`);
}
