import { AthanorError } from "../../error/athanor-error.js";
import { nameOf, type QualifiedName } from "../../schema/name.js";
import type { Counting, Sequence } from "../../schema/sequence.js";
import { mergeChange, plain, writeChanges, writeFacets } from "./facet.js";
import { describeNoun, readNoun } from "./noun.js";

/** A count that may exceed what a JavaScript number holds exactly: then give it as text or as a bigint. */
export type SequenceCount = number | string | bigint;

/** How a sequence counts; what is left out is the database's default. */
export type CountingOptions = {
  readonly start?: SequenceCount;
  readonly increment?: SequenceCount;
  readonly minimum?: SequenceCount;
  readonly maximum?: SequenceCount;
  readonly cache?: SequenceCount;
  /** Default false. */
  readonly cycle?: boolean;
};

/** A sequence as a revision file writes it; what is left out is the database's default. */
export type SequenceOptions = CountingOptions & {
  /** The type of its numbers: `"smallint"`, `"integer"`. Default `"bigint"`. */
  readonly type?: string;
};

/** What an existing sequence becomes. What is left out stays; `null` means the database's default. */
export type SequenceChange = {
  readonly [Key in keyof SequenceOptions]?: SequenceOptions[Key] | null;
};

export const counting = describeNoun<Counting, CountingOptions>("counting column", {
  start: count("start"),
  increment: count("increment"),
  minimum: count("minimum"),
  maximum: count("maximum"),
  cache: count("cache"),
  cycle: plain,
});

export const sequence = describeNoun<Omit<Sequence, keyof QualifiedName>, SequenceOptions>(
  "sequence",
  { type: plain, ...counting.facets },
  ["ifNotExists"],
);

export function readSequence(name: QualifiedName, options: SequenceOptions): Sequence {
  return { ...name, ...readNoun(sequence, options) };
}

/** The shortest options that {@link readSequence} reads as this very sequence. */
export function writeSequence(held: Sequence): SequenceOptions {
  return writeFacets(sequence.facets, held);
}

/** The sequence after the change: what the change leaves out stays, `null` makes it the database's default. */
export function changeSequence(held: Sequence, change: SequenceChange): Sequence {
  return readSequence(nameOf(held), mergeChange<SequenceOptions>(writeSequence(held), change));
}

/** The shortest change that {@link changeSequence} reads as the way from one sequence to the other. */
export function writeSequenceChange(from: Sequence, to: Sequence): SequenceChange {
  return writeChanges(sequence.facets, from, to);
}

function count(name: string) {
  return { read: (given: SequenceCount) => readCount(name, given), write: writeCount };
}

/** Throws `INVALID_COUNT`. */
function readCount(name: string, given: SequenceCount): string {
  const text = String(given);
  if (/^-?\d+$/.test(text)) return text;
  throw new AthanorError({
    code: "INVALID_COUNT",
    message: `"${name}" of a sequence is ${JSON.stringify(text)}, which is no whole number.`,
    suggestions: [`${name}: 1000`, `${name}: "9223372036854775807"`],
    facts: { [name]: text },
  });
}

function writeCount(text: string): SequenceCount {
  const number = Number(text);
  return Number.isSafeInteger(number) && String(number) === text ? number : text;
}
