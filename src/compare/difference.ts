import type { DiffObject } from "../diff/diff-object.js";
import { describe } from "../operation/describe.js";
import { nameText } from "../schema/name.js";
import type { PluginKinds } from "../plugin/plugin.js";
import type { CheckedHazard, OperationHazards } from "./check-hazards.js";
import type { Question } from "./question.js";
import type { ComparedDatabase } from "./compare-database.js";

/** Something that only the database has, and that is kept. */
export type UnmanagedObject = {
  readonly kind: DiffObject["kind"];
  /** `billing.invoices`; a constraint that has no name is told by its kind. */
  readonly name: string;
  /** Of an index or a constraint. */
  readonly table?: string;
};

/** A hazard, the operation that has it as one sentence, and how many rows it is about as they are now. */
export type ToldHazard = CheckedHazard & { readonly operation: string };

/** A difference between entities and database, in words. */
export type DatabaseDifference = {
  readonly database: string;
  /** What would make the database as the entities want it, one sentence an operation. */
  readonly operations: readonly string[];
  /** What of it could lose rows or values, or could fail on them. */
  readonly hazards: readonly ToldHazard[];
  readonly unmanaged: readonly UnmanagedObject[];
  /** What nobody has answered: nothing is guessed, so what may be a rename is a drop and an add. */
  readonly questions: readonly Question[];
  readonly notes: readonly string[];
};

export function tellDifference(compared: ComparedDatabase): DatabaseDifference {
  const { database, operations, hazards, kinds, unmanaged, questions, notes } = compared;
  return {
    database,
    operations: operations.map((operation) => describe(operation, kinds)),
    hazards: tellHazards(hazards, kinds),
    unmanaged: unmanaged.map(tellUnmanaged),
    questions,
    notes,
  };
}

/** The hazards of each operation, with the operation in words. */
export function tellHazards(
  found: readonly OperationHazards[],
  kinds: PluginKinds,
): readonly ToldHazard[] {
  return found.flatMap(({ operation, hazards }) =>
    hazards.map((hazard) => ({ operation: describe(operation, kinds), ...hazard })),
  );
}

function tellUnmanaged(object: DiffObject): UnmanagedObject {
  const { kind } = object;
  switch (kind) {
    case "schema":
      return { kind, name: object.name };
    case "index":
      return { kind, name: object.name, table: nameText(object.table) };
    case "constraint":
      return { kind, name: object.name ?? object.object.kind, table: nameText(object.table) };
    default:
      return { kind, name: nameText(object.name) };
  }
}
