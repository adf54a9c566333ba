import type { Operation } from "../operation/operation.js";
import { sameValue } from "../schema/equality.js";
import type { Schema } from "../schema/schema.js";
import type { Sequence } from "../schema/sequence.js";
import type { Match, Pair } from "./match.js";

/** Schemas and extensions that are missing: everything else may need them. Extensions are never dropped. */
export function createSpaces(from: Schema, to: Schema): readonly Operation[] {
  const schemas = new Set(from.schemas);
  const extensions = new Set(from.extensions.map((extension) => extension.name));
  return [
    ...to.schemas
      .filter((name) => !schemas.has(name))
      .map((name): Operation => ({ kind: "createSchema", name })),
    ...to.extensions
      .filter((extension) => !extensions.has(extension.name))
      .map((extension): Operation => ({ kind: "createExtension", extension, ifNotExists: true })),
  ];
}

export function dropSpaces(schemas: readonly string[]): readonly Operation[] {
  return schemas.map((name) => ({ kind: "dropSchema", name }));
}

/** There is no altering a sequence: a changed one is dropped and created. */
export function diffSequences(sequences: Match<Sequence>): readonly Operation[] {
  const changed = sequences.kept.filter(isReplaced);
  return [
    ...[...sequences.removed, ...changed.map((pair) => pair.from)].map((sequence): Operation => ({
      kind: "dropSequence",
      sequence,
    })),
    ...[...sequences.added, ...changed.map((pair) => pair.to)].map((sequence): Operation => ({
      kind: "createSequence",
      sequence,
    })),
  ];
}

export function isReplaced({ from, to }: Pair<Sequence>): boolean {
  return !sameValue(from, to);
}
