import type { DatabaseDifference } from "../compare/difference.js";
import type { BaselineQuestion, Question, RenameChoice } from "../compare/question.js";
import { colour } from "./colour.js";
import { count } from "./duration.js";

/**
 * What nobody has answered, each with the command that answers it.
 *
 * @param again what writes the revision once more
 * @param placed a command for the same project
 */
export function describeQuestions(
  databases: readonly DatabaseDifference[],
  again: string,
  placed: (command: string) => string = (command) => command,
): string {
  const questions = databases.flatMap((difference) => difference.questions);
  if (questions.length === 0) return "";
  const title =
    "Open questions; nothing was guessed. Each command answers one; several flags may stand in one command:";
  const several = databases.length > 1;
  return [
    colour.yellow(title),
    ...questions.flatMap((each) => linesOf(each, { again, several, placed })),
  ].join("\n");
}

/** What it means that tables were there before the first revision. */
export function baselineText({ database, tables }: BaselineQuestion, several: boolean): string {
  const named = tables.slice(0, 3).join(", ") + (tables.length > 3 ? ", ..." : "");
  const where = several ? `The database "${database}"` : "The database";
  const them = tables.length === 1 ? "this table" : "these tables";
  return `${where} has ${count(tables.length, "table")} of the entities already (${named}), and no revision makes ${them}. The new revision holds only the differences: a new database that is upgraded from the revisions will lack ${them}.`;
}

type Told = {
  readonly again: string;
  readonly several: boolean;
  readonly placed: (command: string) => string;
};

function linesOf(question: Question, { again, several, placed }: Told): readonly string[] {
  if (question.kind === "baseline") {
    const { command, flag } = question;
    return [
      `  - ${baselineText(question, several)}`,
      `      write all that the database has as the first revision: ${placed(command)}`,
      `      write only the differences: ${again} ${flag}`,
    ];
  }
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
