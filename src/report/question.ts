import type { DatabaseDifference } from "../action/difference.js";
import type { Question, RenameChoice } from "../action/question.js";
import { colour } from "./colour.js";
import { count } from "./duration.js";

/** What nobody has answered, each with what to pass. */
export function describeQuestions(databases: readonly DatabaseDifference[]): string {
  const questions = databases.flatMap((difference) => difference.questions);
  if (questions.length === 0) return "";
  const title =
    "Open questions; nothing was guessed. To answer one, write the revision anew with its flag:";
  const several = databases.length > 1;
  return [colour.yellow(title), ...questions.flatMap((each) => linesOf(each, several))].join("\n");
}

function linesOf(question: Question, several: boolean): readonly string[] {
  const where = several ? ` in "${question.database}"` : "";
  if (question.kind === "backfill") {
    const { table, column, rows, sampled, flag } = question;
    const many = `${sampled ? "at least " : ""}${count(rows, "row")}`;
    return [
      `  - What do ${many} of "${table}" get in the required column "${column}"${where}?`,
      `      ${flag}`,
    ];
  }
  return [
    `  - Is "${question.added}"${where} new, or the new name of something old?`,
    ...question.candidates.map(candidateLine),
    `      new: ${question.newFlag}`,
  ];
}

function candidateLine({ old, flag, reasons }: RenameChoice): string {
  const why = reasons.length === 0 ? "" : colour.dim(` (${reasons.join(", ")})`);
  return `      of "${old}": ${flag}${why}`;
}
