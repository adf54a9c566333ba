import { compact } from "../../schema/compact.js";
import type { QualifiedName } from "../../schema/name.js";
import type { Sequence } from "../../schema/sequence.js";
import { checkOptions } from "./known-options.js";
import type { SequenceCount, SequenceOptions } from "./sequence-options.js";

const counts = ["start", "increment", "minimum", "maximum", "cache"] as const;

export function readSequence(name: QualifiedName, options: SequenceOptions): Sequence {
  checkOptions("sequence", options);
  const given = counts.filter((count) => options[count] !== undefined);
  const read = Object.fromEntries(given.map((count) => [count, String(options[count])]));
  return compact({ ...name, ...read, cycle: options.cycle });
}

/** The shortest options that {@link readSequence} reads as this very sequence. */
export function writeSequence(sequence: Sequence): SequenceOptions {
  const held = counts.flatMap((count) => {
    const text = sequence[count];
    return text === undefined ? [] : [[count, writeCount(text)] as const];
  });
  return compact({ ...Object.fromEntries(held), cycle: sequence.cycle });
}

function writeCount(text: string): SequenceCount {
  const count = Number(text);
  return Number.isSafeInteger(count) && String(count) === text ? count : text;
}
