import { AthanorError } from "../error/athanor-error.js";
import { createOperations } from "../operation/operations.js";
import type { OperationFacts, OperationRequest, OperationSink } from "../operation/request.js";
import type { RevisionFunction } from "../revision/revision-module.js";
import { captureCall, createQueue, type Call } from "./work/call.js";

/** What an author's function asks for while there is no database, in the order of its calls. */
export type RecordedCall =
  | { readonly kind: "request"; readonly request: OperationRequest; readonly call: Call }
  /** Out of the transaction, and in again. */
  | { readonly kind: "leave" | "enter" }
  /** It asked for data. */
  | { readonly kind: "question"; readonly data: "rows" | "manager"; readonly error: AthanorError }
  /** The function failed: what it would have asked for after that is not known. */
  | { readonly kind: "failure"; readonly error: unknown };

/** What a function gets that asks for rows: none, as if there were no data, or a refusal. The entity manager is refused always. */
export type Answer = "no rows" | "refusal";

/**
 * Runs an `upgrade` or `downgrade` with no database and gives its calls, awaited or not. Nothing that the calls need is
 * looked up: `createReplay` completes them from a schema.
 *
 * @example
 * const calls = await recordCalls(module.upgrade, facts, "refusal");
 */
export async function recordCalls(
  author: RevisionFunction,
  facts: OperationFacts,
  answer: Answer,
): Promise<readonly RecordedCall[]> {
  const calls: RecordedCall[] = [];
  const queue = createQueue();
  const ask = (data: "rows" | "manager", error: AthanorError): AthanorError => {
    calls.push({ kind: "question", data, error });
    return error;
  };
  const sink: OperationSink = {
    facts,
    track: queue.track,
    submit: (request) => {
      calls.push({ kind: "request", request, call: captureCall(sink.submit) });
      return Promise.resolve();
    },
    autocommit: (body) => tracked(queue.track, stepOut(calls, body)),
    query: (sql) => {
      const error = ask("rows", dataRead(`the rows of "${sql}"`));
      if (answer === "no rows") return Promise.resolve([]);
      return tracked(queue.track, Promise.reject(error));
    },
    manager: () => {
      throw ask("manager", answer === "refusal" ? dataRead("`op.manager`") : managerUsed());
    },
  };
  try {
    await author(createOperations(sink));
    await queue.settle();
  } catch (error) {
    calls.push({ kind: "failure", error });
  }
  return [...calls];
}

/** Gives an error that a call has caused the frames of that call. */
export function placeAt(error: unknown, { stack }: Call): unknown {
  if (!(error instanceof Error)) return error;
  const frames = stack.split("\n").slice(1).join("\n");
  error.stack = `${error.name}: ${error.message}\n${frames}`;
  return error;
}

/** A call that fails rejects, whether anyone awaits it or not. */
function tracked<Result>(
  track: (work: Promise<unknown>) => void,
  work: Promise<Result>,
): Promise<Result> {
  track(work);
  return work;
}

async function stepOut(calls: RecordedCall[], body: () => Promise<void>): Promise<void> {
  calls.push({ kind: "leave" });
  await body();
  calls.push({ kind: "enter" });
}

function dataRead(what: string): AthanorError {
  return new AthanorError({
    code: "DATA_READ_OFFLINE",
    message: `The revision reads ${what}, and while SQL is only written there is nothing to read.`,
    suggestions: ["if (!op.offline) { ... }", "run it against a database, without --sql"],
    facts: { read: what },
  });
}

function managerUsed(): AthanorError {
  return new AthanorError({
    code: "DATA_READ_OFFLINE",
    message: "It uses `op.manager`, and without a database there is nothing to read.",
  });
}
