import type { DatabaseDifference } from "../compare/difference.js";
import type { Ask } from "../draft/ask.js";
import type {
  BackfillQuestion,
  BaselineChoice,
  ConversionQuestion,
  RenameChoice,
  RenameQuestion,
} from "../compare/question.js";
import { likely } from "../diff/candidate/question.js";
import { describeDifferences, describeWarnings } from "./difference.js";
import { count } from "./duration.js";
import { prompt, type Streams } from "./prompt.js";
import { baselineText } from "./question.js";

/** Asks a person at a terminal what autogenerate cannot know, one question at a time. */
export function askPerson(write: (text: string) => void, streams?: Streams): Ask {
  return {
    rename: (question) => askRename(question, streams),
    backfill: (question) => askBackfill(question, streams),
    conversion: (question) => askConversion(question, streams),
    baseline: (questions) => {
      write(questions.map((question) => baselineText(question, questions.length > 1)).join("\n"));
      return askBaseline(streams);
    },
    replace: (files, why) => {
      write(
        [...why.map((each) => `${each}.`), ...files.map(({ text }) => text.trimEnd())].join("\n"),
      );
      const message = files.length === 1 ? "Replace this file?" : "Replace these files?";
      return prompt(({ confirm }) => confirm({ message, default: false }, streams));
    },
    confirm: (databases) => {
      write(summaryOf(databases));
      return prompt(({ confirm }) =>
        confirm({ message: "Write this revision?", default: true }, streams),
      );
    },
  };
}

const nouns = { table: "table", column: "column", value: "value" } as const;

/** The default is the likeliest old thing where that is likelier than something new. */
function askRename(
  { subject, added, candidates, newFlag }: RenameQuestion,
  streams?: Streams,
): Promise<RenameChoice | undefined> {
  const noun = nouns[subject];
  const fresh = { name: `It is new: nothing is renamed (${newFlag})`, value: undefined };
  const choices = candidates.map((choice) => ({
    name: `It was "${choice.old}"${why([...choice.reasons, choice.flag])}`,
    value: choice,
  }));
  const [best] = candidates;
  const isLikely = best !== undefined && best.score >= likely;
  return prompt(({ select }) =>
    select<RenameChoice | undefined>(
      {
        message: `Where does the ${noun} "${added}" come from?`,
        choices: isLikely ? [...choices, fresh] : [fresh, ...choices],
      },
      streams,
    ),
  );
}

function why(reasons: readonly string[]): string {
  return reasons.length === 0 ? "" : ` (${reasons.join(", ")})`;
}

/** The answer is SQL; none where it is left empty. */
export async function askBackfill(
  { table, column, type, rows, sampled }: BackfillQuestion,
  streams?: Streams,
): Promise<string | undefined> {
  const many = `${sampled ? "at least " : ""}${count(rows, "row")}`;
  const message = `"${column}" (${type}) of "${table}" is required, and ${many} would have no value in it. Which value or SQL expression do they get? (empty: none)`;
  const answer = await prompt(({ input }) => input({ message }, streams));
  return answer.trim() === "" ? undefined : answer.trim();
}

/** The default is the usual conversion. */
function askConversion(
  { table, column, from, to, choices }: ConversionQuestion,
  streams?: Streams,
): Promise<string> {
  const message = `"${column}" of "${table}" changes from ${from} to ${to}. What is a value of it?`;
  const offered = choices.map(({ as, text }) => ({ name: text, value: as }));
  const [usual, ...others] = offered.toReversed();
  const ordered = usual === undefined ? [] : [usual, ...others.toReversed()];
  return prompt(({ select }) => select<string>({ message, choices: ordered }, streams));
}

/** The default is the one that loses nothing. */
function askBaseline(streams?: Streams): Promise<BaselineChoice> {
  return prompt(({ select }) =>
    select<BaselineChoice>(
      {
        message: "What becomes of these tables?",
        choices: [
          {
            name: "Write a baseline: the first revision makes all that the database has (--baseline)",
            value: "baseline",
          },
          { name: "Write only the differences (--no-baseline)", value: "differences" },
          { name: "Stop: write nothing", value: "stop" },
        ],
      },
      streams,
    ),
  );
}

function summaryOf(databases: readonly DatabaseDifference[]): string {
  return [
    "The revision will hold:",
    describeDifferences(databases),
    ...describeWarnings(databases),
  ].join("\n");
}
