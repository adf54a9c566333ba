import type { AnyOperation } from "../../src/operation/plugin-operation.js";
import type { OperationFacts } from "../../src/operation/request.js";
import type { RevisionFunction } from "../../src/revision/revision-module.js";
import { recordCalls } from "../../src/runner/record.js";
import { createReplay, type Manner } from "../../src/runner/replay.js";
import type { Schema } from "../../src/schema/schema.js";

type Options = {
  readonly state: Schema;
  readonly facts: OperationFacts;
  /** Default: everything must be known. */
  readonly manner?: Manner;
};

/** The operations of an author's function, as they are recorded for a script or for a replay; throws what could not be followed. */
export async function record(
  body: RevisionFunction,
  { state, facts, manner = { kind: "written", dropsByName: [] } }: Options,
): Promise<{ readonly operations: readonly AnyOperation[]; readonly state: Schema }> {
  const calls = await recordCalls(body, facts, manner.kind === "known" ? "no rows" : "refusal");
  const replay = createReplay(state, { manner });
  const operations = calls.flatMap(replay.take).flatMap((item) => {
    if ("error" in item) throw item.error;
    return item.kind === "operation" ? [item.operation] : [];
  });
  return { operations, state: replay.schema() };
}
