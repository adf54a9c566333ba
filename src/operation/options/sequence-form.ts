import { AthanorError } from "../../error/athanor-error.js";
import { compact } from "../../schema/compact.js";
import { nameOf, type QualifiedName } from "../../schema/name.js";
import type { Counting, Sequence } from "../../schema/sequence.js";
import { checkOptions } from "./known-options.js";
import type {
  CountingOptions,
  SequenceChange,
  SequenceCount,
  SequenceOptions,
} from "./sequence-options.js";

const counts = ["start", "increment", "minimum", "maximum", "cache"] as const;

export function readSequence(name: QualifiedName, options: SequenceOptions): Sequence {
  checkOptions("sequence", options);
  return compact({ ...name, type: options.type, ...readCounting(options) });
}

/** The shortest options that {@link readSequence} reads as this very sequence. */
export function writeSequence(sequence: Sequence): SequenceOptions {
  return compact({ type: sequence.type, ...writeCounting(sequence) });
}

export function readCounting(options: CountingOptions): Counting {
  const given = counts.filter((count) => options[count] !== undefined);
  const read = Object.fromEntries(given.map((count) => [count, readCount(count, options[count])]));
  return compact({ ...read, cycle: options.cycle });
}

/** The shortest options that {@link readCounting} reads as the same. */
export function writeCounting(counting: Counting): CountingOptions {
  const held = counts.flatMap((count) => {
    const text = counting[count];
    return text === undefined ? [] : [[count, writeCount(text)] as const];
  });
  return compact({ ...Object.fromEntries(held), cycle: counting.cycle });
}

/** The sequence after the change: what the change leaves out stays, `null` makes it the database's default. */
export function changeSequence(sequence: Sequence, change: SequenceChange): Sequence {
  const merged = Object.entries({ ...writeSequence(sequence), ...compact(change) });
  const given = Object.fromEntries(merged.filter(([, value]) => value !== null));
  return readSequence(nameOf(sequence), given as SequenceOptions);
}

/** The shortest change that {@link changeSequence} reads as the way from one sequence to the other. */
export function writeSequenceChange(from: Sequence, to: Sequence): SequenceChange {
  const written = writeSequence(to);
  const changed = ([...counts, "cycle", "type"] as const).filter((key) => from[key] !== to[key]);
  return Object.fromEntries(changed.map((key) => [key, written[key] ?? null]));
}

/** Throws `INVALID_COUNT`. */
function readCount(name: string, count: unknown): string {
  const text = String(count);
  if (/^-?\d+$/.test(text)) return text;
  throw new AthanorError({
    code: "INVALID_COUNT",
    message: `"${name}" of a sequence is ${JSON.stringify(text)}, which is no whole number.`,
    suggestions: [`${name}: 1000`, `${name}: "9223372036854775807"`],
    facts: { [name]: text },
  });
}

function writeCount(text: string): SequenceCount {
  const count = Number(text);
  return Number.isSafeInteger(count) && String(count) === text ? count : text;
}
