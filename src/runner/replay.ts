import { createOperations } from "../operation/operations.js";
import type { AnyOperation, Kinds } from "../operation/plugin-operation.js";
import type { OperationFacts } from "../operation/request.js";
import type { RevisionModule } from "../revision/revision-module.js";
import type { Step } from "../revision/step.js";
import { emptySchema, type Schema } from "../schema/schema.js";
import { createRecorder } from "./recorder.js";
import { revisionFunction } from "./revision-function.js";
import type { KnownHistory } from "./state-unknown.js";
import { messageOf } from "../error/thrown.js";

/** What a history makes of a database that began empty, as far as its operations tell. */
export type Replay = KnownHistory & {
  readonly schema: Schema;
  /** Oldest first. */
  readonly operations: readonly AnyOperation[];
};

/**
 * Records the `upgrade` of each revision, in order, without a database.
 *
 * What an author did in plain SQL, or depending on rows, is not seen; a change of something that this history did not
 * create changes nothing here.
 */
export async function replay(
  modules: readonly RevisionModule[],
  facts: OperationFacts,
  kinds?: Kinds,
  start = emptySchema,
): Promise<Replay> {
  const notes: string[] = [];
  const operations: AnyOperation[] = [];
  let schema = start;
  let isDoubtful = false;
  for (const module of modules) {
    const followed = await followStep(module, "upgrade", schema, facts, kinds);
    operations.push(...followed.operations);
    schema = followed.schema;
    notes.push(...followed.notes);
    isDoubtful ||= followed.isDoubtful;
  }
  return { schema, operations, notes, isDoubtful };
}

/** Records one direction of one revision, starting from a schema. */
export async function followStep(
  module: RevisionModule,
  direction: Step["direction"],
  start: Schema,
  facts: OperationFacts,
  kinds?: Kinds,
): Promise<Replay> {
  const recorder = createRecorder(start, facts, kinds);
  const body = revisionFunction(module, direction, facts.database);
  const told: string[] = [];
  try {
    await body?.(createOperations(recorder.sink));
    await recorder.settle();
  } catch (error) {
    told.push(messageOf(error));
  }
  const where = `Revision "${module.revision}" could be followed in part only (${direction})`;
  return {
    operations: recorder.operations(),
    schema: recorder.schema(),
    notes: [...recorder.notes(), ...told].map((reason) => `${where}: ${reason}`),
    isDoubtful: told.length > 0 || recorder.isDoubtful(),
  };
}
