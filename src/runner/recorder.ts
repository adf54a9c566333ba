import { AthanorError } from "../error/athanor-error.js";
import { applyOperation } from "../operation/apply.js";
import {
  isPluginOperation,
  partsOf,
  type AnyOperation,
  type Kinds,
} from "../operation/plugin-operation.js";
import type { OperationFacts, OperationRequest, OperationSink } from "../operation/request.js";
import { writeTarget } from "../operation/options/constraint-target.js";
import { nameText } from "../schema/name.js";
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
  const trace: Trace = {
    schema: start,
    operations: [],
    notes: [],
    isDoubtful: false,
    unseen: new Set(),
  };
  const pending = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>): void => {
    pending.add(work);
    void work.catch(() => undefined).finally(() => pending.delete(work));
  };
  const submit = (request: OperationRequest): Promise<void> => {
    follow(trace, request, kinds);
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
    operations: () => trace.operations,
    schema: () => trace.schema,
    notes: () => trace.notes,
    isDoubtful: () => trace.isDoubtful,
  };
}

type Trace = {
  schema: Schema;
  readonly operations: AnyOperation[];
  readonly notes: string[];
  isDoubtful: boolean;
  /** What a call dropped or changed that is not known here. */
  readonly unseen: Set<string>;
};

/**
 * A change of something that is not known here changes nothing here, and what such a change only drops and makes again
 * stays unknown. Of a batch that much is followed as can be.
 */
function follow(trace: Trace, request: OperationRequest, kinds?: Kinds): void {
  const { parts } = request;
  try {
    const operation = request.complete(trace.schema);
    if (!partsOf(operation).some((part) => trace.unseen.has(createdBy(part) ?? ""))) {
      trace.schema = applyOperation(trace.schema, operation, kinds);
      trace.operations.push(operation);
      return;
    }
  } catch (error) {
    if (!(error instanceof AthanorError) || !error.code.startsWith("UNKNOWN_")) throw error;
    if (parts === undefined) return miss(trace, error);
  }
  parts?.forEach((part) => follow(trace, part, kinds));
}

function miss(trace: Trace, error: AthanorError): void {
  const { owner, within } = error.facts;
  trace.notes.push(error.message);
  trace.isDoubtful ||= owner !== undefined || within !== undefined;
  trace.unseen.add(missedBy(error));
}

/** The thing that an operation makes and a revision may have dropped before. */
function createdBy(operation: AnyOperation): string | undefined {
  if (isPluginOperation(operation)) return undefined;
  switch (operation.kind) {
    case "createView":
      return thing("view", nameText(operation.view));
    case "createIndex":
      return thing("index", operation.index.name, nameText(operation.table));
    case "createConstraint": {
      const target = writeTarget(operation.constraint);
      const name = typeof target === "string" ? target : JSON.stringify(target);
      return thing("constraint", name, nameText(operation.table));
    }
    default:
      return undefined;
  }
}

function missedBy({ facts }: AthanorError): string {
  const { owner, view, index, constraint } = facts;
  if (view !== undefined) return thing("view", view);
  return index === undefined
    ? thing("constraint", constraint, owner)
    : thing("index", index, owner);
}

function thing(kind: string, name: unknown, owner?: unknown): string {
  return JSON.stringify([kind, owner ?? null, name ?? null]);
}

function manager(): never {
  throw new AthanorError({
    code: "DATA_READ_OFFLINE",
    message: "It uses `op.manager`, and without a database there is nothing to read.",
  });
}
