import { AthanorError } from "../error/athanor-error.js";
import { applyOperation } from "../operation/apply.js";
import type { AnyOperation, Kinds } from "../operation/plugin-operation.js";
import type { OperationFacts, OperationRequest, OperationSink } from "../operation/request.js";
import type { Schema } from "../schema/schema.js";

/** A sink that follows the calls without a database, as far as they can be followed. */
export type Recorder = {
  readonly sink: OperationSink;
  /** Waits for work that will call later. */
  readonly settle: () => Promise<void>;
  readonly operations: () => readonly AnyOperation[];
  /** The start with the operations applied. */
  readonly schema: () => Schema;
  /** What could not be followed, and why. */
  readonly notes: () => readonly string[];
  /** May that have changed something that is known otherwise? What is not known at all is in no doubt. */
  readonly isDoubtful: () => boolean;
};

export function createRecorder(start: Schema, facts: OperationFacts, kinds?: Kinds): Recorder {
  let schema = start;
  const operations: AnyOperation[] = [];
  const notes: string[] = [];
  let isDoubtful = false;
  const pending = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>): void => {
    pending.add(work);
    void work.catch(() => undefined).finally(() => pending.delete(work));
  };
  const submit = (request: OperationRequest): Promise<void> => {
    const followed = follow(schema, request, kinds);
    if ("operation" in followed) {
      schema = followed.schema;
      operations.push(followed.operation);
    } else {
      notes.push(followed.reason);
      isDoubtful ||= followed.isDoubtful;
    }
    return Promise.resolve();
  };
  const autocommit = (body: () => Promise<void>): Promise<void> => {
    const work = body();
    track(work);
    return work;
  };
  return {
    sink: { facts, submit, track, autocommit, manager, query: () => Promise.resolve([]) },
    settle: async () => {
      while (pending.size > 0) await Promise.all(pending);
    },
    operations: () => operations,
    schema: () => schema,
    notes: () => notes,
    isDoubtful: () => isDoubtful,
  };
}

type Followed =
  | { readonly operation: AnyOperation; readonly schema: Schema }
  | { readonly reason: string; readonly isDoubtful: boolean };

/** A change of something that is not known here changes nothing here. */
function follow(schema: Schema, request: OperationRequest, kinds?: Kinds): Followed {
  try {
    const operation = request.complete(schema);
    return { operation, schema: applyOperation(schema, operation, kinds) };
  } catch (error) {
    if (error instanceof AthanorError && error.code.startsWith("UNKNOWN_")) {
      const { owner, within } = error.facts;
      return { reason: error.message, isDoubtful: owner !== undefined || within !== undefined };
    }
    throw error;
  }
}

function manager(): never {
  throw new AthanorError({
    code: "DATA_READ_OFFLINE",
    message: "It uses `op.manager`, and without a database there is nothing to read.",
  });
}
