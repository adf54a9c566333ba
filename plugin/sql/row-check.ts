import type { RowQuestion } from "../../src/operation/row-question.js";
import type { Column } from "../../src/schema/column.js";
import type { IndexKey } from "../../src/schema/index-definition.js";
import type { QualifiedName } from "../../src/schema/name.js";
import { countWhere, roundTripText, type Unconvertible, type RoundTrip } from "./round-trip.js";

/** What differs from one database to the next. */
export type RowCheckWords = {
  readonly quote: (name: string) => string;
  readonly quoteName: (name: QualifiedName) => string;
  readonly literal: (value: unknown) => string;
  /** A value of an enumeration as a text; of any column. Default: it is one. */
  readonly asText?: (column: string) => string;
  /** The condition that a value is the default of its column, which is a plain value. */
  readonly isDefault: (column: Column) => string;
  /** How the values of a column go to another type and come back; none where all are the same bytes. */
  readonly roundTrip: (question: Unconvertible) => RoundTrip | undefined;
};

/**
 * One statement that counts, as `count`, the rows that the question is about among the first `limit` of the table, and
 * as `seen` those that were looked at; about a change of type, as `respelled` those that are spelled otherwise afterwards
 * and mean the same; about a column that is dropped, as `spared` those that hold its default, where all do. Undefined where there is nothing to ask.
 */
export function rowCheckText(
  question: RowQuestion,
  limit: number,
  words: RowCheckWords,
): string | undefined {
  const sampleOf = (what: string): string =>
    `(SELECT ${what} FROM ${words.quoteName(question.table)} LIMIT ${String(limit)}) AS looked`;
  const sample = sampleOf("*");
  if (question.kind === "alike") return alikeText(question, sample, words);
  if (question.kind === "unconvertible") {
    const trip = words.roundTrip(question);
    return trip && roundTripText(words.quote(question.from.name), trip, sampleOf);
  }
  if (question.kind === "dropped") return droppedText(question, sample, words);
  return `SELECT ${countText(question, words)} AS count, count(*) AS seen FROM ${sample}`;
}

/** Where not every row holds the default, each value is lost: also that of those that do, for others come back as it too. */
function droppedText(
  { column }: Extract<RowQuestion, { kind: "dropped" }>,
  sample: string,
  { quote, isDefault }: RowCheckWords,
): string {
  const filled = `count(${quote(column.name)})`;
  const isSpared = `${countWhere(isDefault(column))} = count(*)`;
  const either = (one: string, other: string) =>
    `CASE WHEN ${isSpared} THEN ${one} ELSE ${other} END`;
  return `SELECT ${either("0", filled)} AS count, ${either(filled, "0")} AS spared, count(*) AS seen FROM ${sample}`;
}

type Counted = Exclude<RowQuestion, { readonly kind: "alike" | "unconvertible" | "dropped" }>;

function countText(question: Counted, words: RowCheckWords): string {
  const { quote, literal, asText = (column) => column } = words;
  switch (question.kind) {
    case "rows":
      return "count(*)";
    case "filled":
      return `count(${quote(question.column)})`;
    case "empty":
      return countWhere(`${quote(question.column)} IS NULL`);
    case "holding":
      return countWhere(
        `${asText(quote(question.column))} IN (${question.values.map(literal).join(", ")})`,
      );
    case "breaking":
      return countWhere(`NOT (${question.condition})`);
    case "orphans":
      return countWhere(orphanCondition(question.key, words));
  }
}

function orphanCondition(
  { columns, references, referencedColumns }: Extract<Counted, { kind: "orphans" }>["key"],
  { quote, quoteName }: RowCheckWords,
): string {
  const filled = columns.map((column) => `looked.${quote(column)} IS NOT NULL`);
  const same = columns.map(
    (column, at) => `target.${quote(referencedColumns[at] ?? "")} = looked.${quote(column)}`,
  );
  return `${filled.join(" AND ")} AND NOT EXISTS (SELECT 1 FROM ${quoteName(references)} AS target WHERE ${same.join(" AND ")})`;
}

function alikeText(
  { keys, where, nullsAlike = false }: Extract<RowQuestion, { kind: "alike" }>,
  sample: string,
  { quote }: RowCheckWords,
): string {
  const values = keys.map((key) => keyText(key, quote));
  const filled = nullsAlike ? [] : values.map((value) => `${value} IS NOT NULL`);
  const conditions = [...filled, ...(where === undefined ? [] : [`(${where})`])];
  const some = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const groups = `(SELECT count(*) AS n FROM ${sample}${some} GROUP BY ${values.join(", ")}) AS alike`;
  return `SELECT COALESCE(sum(n - 1), 0) AS count, COALESCE(sum(n), 0) AS seen FROM ${groups}`;
}

function keyText({ column, expression }: IndexKey, quote: (name: string) => string): string {
  return column === undefined ? `(${expression ?? ""})` : quote(column);
}
