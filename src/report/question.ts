import type { DatabaseDifference } from "../action/difference.js";
import type { Question, RenameChoice } from "../action/question.js";
import { colour } from "./colour.js";
import { count } from "./duration.js";

/**
 * What nobody has answered, each with the command that answers it.
 *
 * @param again what writes the revision once more
 */
export function describeQuestions(databases: readonly DatabaseDifference[], again: string): string {
  const questions = databases.flatMap((difference) => difference.questions);
  if (questions.length === 0) return "";
  const title =
    "Open questions; nothing was guessed. Each command answers one; several flags may stand in one command:";
  const several = databases.length > 1;
  return [colour.yellow(title), ...questions.flatMap((each) => linesOf(each, again, several))].join(
    "\n",
  );
}

function linesOf(question: Question, again: string, several: boolean): readonly string[] {
  const where = several ? ` in "${question.database}"` : "";
  if (question.kind === "backfill") {
    const { table, column, rows, sampled, flag } = question;
    const many = `${sampled ? "at least " : ""}${count(rows, "row")}`;
    return [
      `  - What do ${many} of "${table}" get in the required column "${column}"${where}?`,
      `      ${again} ${flag}`,
    ];
  }
  if (question.kind === "conversion") {
    const { table, column, from, to, choices } = question;
    return [
      `  - What is a value of "${column}" in "${table}"${where}, which changes from ${from} to ${to}?`,
      ...choices.map(({ text, flag }) => `      ${text}: ${flag}`),
    ];
  }
  return [
    `  - Is "${question.added}"${where} new, or the new name of something old?`,
    ...question.candidates.map((choice) => candidateLine(choice, again)),
    `      new: ${again} ${question.newFlag}`,
  ];
}

function candidateLine({ old, flag, reasons }: RenameChoice, again: string): string {
  const why = reasons.length === 0 ? "" : colour.dim(` (${reasons.join(", ")})`);
  return `      of "${old}"${why}: ${again} ${flag}`;
}
