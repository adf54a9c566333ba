import { AthanorError } from "../error/athanor-error.js";
import { userStack } from "../error/user-stack.js";
import { applyIfKnown, applyOperation } from "../operation/apply.js";
import { writeTarget } from "../operation/options/constraint-target.js";
import {
  isPluginOperation,
  partsOf,
  type AnyOperation,
  type Kinds,
} from "../operation/plugin-operation.js";
import type { OperationRequest } from "../operation/request.js";
import { fillRequired } from "../operation/required-column.js";
import type { Dialect } from "../plugin/dialect.js";
import type { Step } from "../revision/step.js";
import { compact } from "../schema/compact.js";
import { nameText } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Call } from "./work/call.js";
import { placeAt, type RecordedCall } from "./record.js";
import type { LoadedRevision } from "./run-request.js";
import type { KnownHistory } from "./state-unknown.js";

/** What a recorded call came to. */
export type Replayed =
  | {
      readonly kind: "operation";
      readonly operation: AnyOperation;
      /** The schema just before it, and just after it. */
      readonly before: Schema;
      readonly after: Schema;
      readonly call: Call;
    }
  | { readonly kind: "leave" | "enter" }
  /** The schema does not tell what the call needs, and stays as it was. */
  | { readonly kind: "unknown"; readonly error: AthanorError; readonly call: Call }
  /** What comes after it is not known. */
  | { readonly kind: "failure"; readonly error: unknown };

/** What rows get in a column that becomes required, by `users.notes`. */
export type Fills = Pick<ReadonlyMap<string, string>, "get">;

/**
 * What becomes of a call that the schema does not know.
 *
 * - `known`: it changes nothing here, and what it only drops and makes again stays unknown. Of a batch that much is
 *   followed as can be. Data is taken to be empty.
 * - `written`: it is an operation where it says everything that its SQL needs; a drop, where the dialect writes it by its
 *   name. Rows get their `fills`. Who reads data fails.
 */
export type Manner =
  | { readonly kind: "known" }
  | {
      readonly kind: "written";
      /** The kinds of drops that need a name only. */
      readonly dropsByName: readonly string[];
      readonly fills?: Fills;
    };

/** As a script for this dialect holds it. */
export function writtenBy({ capabilities }: Pick<Dialect, "capabilities">, fills?: Fills): Manner {
  const { dropsByName = [] } = capabilities;
  return { kind: "written", dropsByName, ...compact({ fills }) };
}

export type Replay = {
  /** What the call came to: of a batch that is known in part there may be several operations, or none. */
  readonly take: (call: RecordedCall) => readonly Replayed[];
  /** The start with the operations applied. */
  readonly schema: () => Schema;
};

export type ReplayOptions = { readonly manner: Manner; readonly kinds?: Kinds | undefined };

/** Completes recorded calls one after the other, each from the schema that those before it leave. */
export function createReplay(start: Schema, options: ReplayOptions): Replay {
  const trace: Trace = { ...options, schema: start, isOver: false, unseen: new Set() };
  return {
    take: (call) => (trace.isOver ? [] : take(trace, call)),
    schema: () => trace.schema,
  };
}

type Trace = ReplayOptions & {
  schema: Schema;
  isOver: boolean;
  /** What a call dropped or changed that is not known here. */
  readonly unseen: Set<string>;
};

function take(trace: Trace, call: RecordedCall): readonly Replayed[] {
  const { manner } = trace;
  if (call.kind === "failure") return fail(trace, call.error);
  if (call.kind === "question")
    return manner.kind === "written" && call.data === "rows" ? fail(trace, call.error) : [];
  if (call.kind !== "request") return [call];
  return manner.kind === "known" ? follow(trace, call) : write(trace, call, manner);
}

function fail(trace: Trace, error: unknown, call?: Call): readonly Replayed[] {
  trace.isOver = true;
  // An error of the author's own, or of the arguments of a call, tells by itself where it was made.
  const isPlaced = call === undefined || userStack(error) !== undefined;
  return [{ kind: "failure", error: isPlaced ? error : placeAt(error, call) }];
}

type Request = Extract<RecordedCall, { kind: "request" }>;

function follow(trace: Trace, { request, call }: Request): readonly Replayed[] {
  const { parts } = request;
  try {
    const operation = request.complete(trace.schema);
    if (!partsOf(operation).some((part) => trace.unseen.has(createdBy(part) ?? "")))
      return [advance(trace, operation, call, applyOperation)];
  } catch (error) {
    if (!isUnknown(error)) return fail(trace, error, call);
    if (parts === undefined) {
      trace.unseen.add(missedBy(error));
      return [{ kind: "unknown", error, call }];
    }
  }
  const followPart = (part: OperationRequest) =>
    trace.isOver ? [] : follow(trace, { kind: "request", request: part, call });
  return parts?.flatMap(followPart) ?? [];
}

function write(
  trace: Trace,
  { request, call }: Request,
  { dropsByName, fills }: Written,
): readonly Replayed[] {
  const { operation: asked, error } = completeOrName(request, trace.schema, dropsByName);
  if (asked === undefined) {
    return isUnknown(error) ? [{ kind: "unknown", error, call }] : fail(trace, error, call);
  }
  const filled = fillRequired(asked, (place) => fills?.get(place));
  return filled.map((operation) => advance(trace, operation, call, applyIfKnown));
}

function advance(
  trace: Trace,
  operation: AnyOperation,
  call: Call,
  apply: typeof applyOperation,
): Replayed {
  const before = trace.schema;
  trace.schema = apply(before, operation, trace.kinds);
  return { kind: "operation", operation, before, after: trace.schema, call };
}

type Written = Extract<Manner, { kind: "written" }>;

/** The operation; of a drop that the schema does not know the one by its name, where the dialect needs no more. */
function completeOrName(
  { complete, byName }: OperationRequest,
  schema: Schema,
  dropsByName: readonly string[],
): { readonly operation?: AnyOperation; readonly error?: unknown } {
  try {
    return { operation: complete(schema) };
  } catch (error) {
    const isWritten = byName !== undefined && dropsByName.includes(byName.kind);
    return isUnknown(error) && isWritten ? { operation: byName } : { error };
  }
}

function isUnknown(error: unknown): error is AthanorError {
  return error instanceof AthanorError && error.code.startsWith("UNKNOWN_");
}

/** What is known of a database at a place of the history, and how far it can be relied on. */
export type Known = KnownHistory & { readonly schema: Schema };

/** One direction of one revision. */
export type Move = Pick<Step, "revision" | "direction">;

/** What a revision does to one database. */
export type ReplayedStep<Own extends Move = Move> = {
  readonly step: Own;
  readonly loaded: LoadedRevision;
  readonly items: readonly Replayed[];
  readonly before: Known;
  readonly after: Known;
  /** What of this step could not be followed, and why. */
  readonly notes: readonly string[];
};

/** May it have changed something that is known otherwise? What is not known at all is in no doubt. */
export function castsDoubt(item: Replayed): boolean {
  if (item.kind === "failure") return true;
  if (item.kind !== "unknown") return false;
  const { owner, within } = item.error.facts;
  return owner !== undefined || within !== undefined;
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
