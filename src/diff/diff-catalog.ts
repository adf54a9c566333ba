import type { Operation } from "../operation/operation.js";
import { sameValue } from "../schema/equality.js";
import type { Schema } from "../schema/schema.js";
import type { Sequence } from "../schema/sequence.js";
import type { Match } from "./match.js";

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

/** A changed sequence is altered where it stands: it goes on counting where it is. */
export function diffSequences(sequences: Match<Sequence>): readonly Operation[] {
  const changed = sequences.kept.filter(({ from, to }) => !sameValue(from, to));
  return [
    ...sequences.removed.map((sequence): Operation => ({ kind: "dropSequence", sequence })),
    ...sequences.added.map((sequence): Operation => ({ kind: "createSequence", sequence })),
    ...changed.map(({ from, to }): Operation => ({ kind: "alterSequence", from, to })),
  ];
}
