import { colour } from "./colour.js";
import { AthanorError } from "../error/athanor-error.js";
import { maskSecrets } from "../error/mask.js";
import { messageOf } from "../error/thrown.js";

/** What a failure says to a person: the sentence, the statement and the place it concerns, and what to type next. Passwords are masked. */
export function describeFailure(failure: unknown, debug: boolean): string {
  return maskSecrets(wordsOf(failure, debug));
}

function wordsOf(failure: unknown, debug: boolean): string {
  if (!(failure instanceof AthanorError)) return unexpected(failure);
  const parts = [
    `${colour.red("Error:")} ${shorten(failure.message)}`,
    ...facts(failure),
    ...suggestions(failure),
    ...(debug ? [stackOf(failure)] : []),
  ];
  return parts.join("\n");
}

/** The facts worth a line of their own, in this order. */
const shownFacts: Readonly<Record<string, string>> = {
  revision: "revision",
  path: "file",
  operation: "operation",
  sql: "statement",
  detail: "detail",
  hint: "hint",
  databaseCode: "database code",
  rows: "rows",
  applied: "kept",
  rolledBack: "rolled back",
  userStack: "at",
};

function facts(failure: AthanorError): readonly string[] {
  return Object.entries(shownFacts).flatMap(([fact, label]) => {
    const text = factText(failure.facts[fact]);
    return text === "" ? [] : [`  ${colour.dim(`${label}:`)} ${indent(shorten(text))}`];
  });
}

function factText(fact: unknown): string {
  if (fact === undefined || fact === null) return "";
  if (typeof fact === "string" || typeof fact === "number") return String(fact);
  if (Array.isArray(fact)) return fact.map(itemText).join(", ");
  return JSON.stringify(fact);
}

function itemText(item: unknown): string {
  if (typeof item !== "object" || item === null) return String(item);
  return "revision" in item ? String(item.revision) : JSON.stringify(item);
}

/** A statement may be of megabytes, and a database may say all of it again: what to do next must stay in sight. */
function shorten(text: string): string {
  if (text.length <= longest) return text;
  const left = text.length - shownAtBegin - shownAtEnd;
  const [begin, end] = [text.slice(0, shownAtBegin), text.slice(-shownAtEnd)];
  return `${begin}\n... (${left.toLocaleString("en")} characters left out) ...\n${end}`;
}

const longest = 4000;
const shownAtBegin = 2000;
const shownAtEnd = 500;

function indent(text: string): string {
  return text.replaceAll("\n", "\n    ");
}

function suggestions(failure: AthanorError): readonly string[] {
  if (failure.suggestions.length === 0) return [];
  return ["Try this:", ...failure.suggestions.map((next) => `  * ${next}`)];
}

function stackOf(failure: Error): string {
  const cause = failure.cause instanceof Error ? `\ncaused by ${stackOf(failure.cause)}` : "";
  return `${failure.stack ?? ""}${cause}`;
}

function unexpected(failure: unknown): string {
  const text = failure instanceof Error ? stackOf(failure) : messageOf(failure);
  return `${colour.red("Error:")} Athanor met something it did not expect; this is a defect of Athanor.\n${text}`;
}
