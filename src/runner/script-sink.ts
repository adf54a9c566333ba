import { AthanorError } from "../error/athanor-error.js";
import { createOperations } from "../operation/operations.js";
import type { AnyOperation, Kinds } from "../operation/plugin-operation.js";
import type { OperationFacts, OperationRequest, OperationSink } from "../operation/request.js";
import { fillRequired } from "../operation/required-column.js";
import type { Dialect } from "../plugin/dialect.js";
import type { RevisionFunction } from "../revision/revision-module.js";
import type { Schema } from "../schema/schema.js";
import { applyIfKnown } from "./compile-in-order.js";
import { createQueue } from "./queue.js";
import { toStateUnknown, type KnownHistory } from "./state-unknown.js";

/** What a revision asks for, in order: operations, and where it steps out of the transaction and in again. */
export type ScriptItem =
  | { readonly kind: "operation"; readonly operation: AnyOperation }
  | { readonly kind: "leave" }
  | { readonly kind: "enter" };

/** What rows get in a column that becomes required, by `users.notes`. */
export type Fills = Pick<ReadonlyMap<string, string>, "get">;

type RecordedScript = {
  readonly dialect: Pick<Dialect, "capabilities">;
  readonly history: KnownHistory;
  readonly kinds?: Kinds;
  readonly fills?: Fills;
};

/**
 * Runs an author's function with no database and gives what it asks for.
 *
 * @throws AthanorError `DATA_READ_OFFLINE`, `STATE_UNKNOWN`, and whatever the function throws.
 */
export async function recordScript(
  author: RevisionFunction,
  start: Schema,
  facts: OperationFacts,
  script: RecordedScript,
): Promise<readonly ScriptItem[]> {
  const { kinds, fills } = script;
  const items: ScriptItem[] = [];
  const queue = createQueue();
  let schema = start;
  const take = (request: OperationRequest): Promise<void> => {
    const asked = complete(request, schema, script);
    for (const operation of fillRequired(asked, (place) => fills?.get(place))) {
      schema = applyIfKnown(schema, operation, kinds);
      items.push({ kind: "operation", operation });
    }
    return Promise.resolve();
  };
  const sink: OperationSink = {
    facts,
    track: queue.track,
    submit: (request) => guarded(() => take(request), queue.track),
    autocommit: (body) => guarded(() => stepOut(items, body), queue.track),
    query: (sql) => guarded(() => Promise.reject(dataRead(`the rows of "${sql}"`)), queue.track),
    manager: () => {
      throw dataRead("`op.manager`");
    },
  };
  await author(createOperations(sink));
  await queue.settle();
  return items;
}

/** A call that fails rejects, whether anyone awaits it or not. */
function guarded<Result>(
  call: () => Promise<Result>,
  track: (work: Promise<unknown>) => void,
): Promise<Result> {
  const work = new Promise<Result>((resolve) => resolve(call()));
  track(work);
  return work;
}

async function stepOut(items: ScriptItem[], body: () => Promise<void>): Promise<void> {
  items.push({ kind: "leave" });
  await body();
  items.push({ kind: "enter" });
}

/** A drop of what is not known is written by its name, where the dialect needs no more. */
function complete(
  { complete, byName }: OperationRequest,
  schema: Schema,
  { history, dialect }: RecordedScript,
): AnyOperation {
  try {
    return complete(schema);
  } catch (error) {
    const unknown = toStateUnknown(error, history);
    const { dropsByName = [] } = dialect.capabilities;
    const isWritten = dropsByName.some((kind) => kind === byName?.kind);
    if (unknown !== error && byName !== undefined && isWritten) return byName;
    throw unknown;
  }
}

function dataRead(what: string): AthanorError {
  return new AthanorError({
    code: "DATA_READ_OFFLINE",
    message: `The revision reads ${what}, and while SQL is only written there is nothing to read.`,
    suggestions: ["if (!op.offline) { ... }", "run it against a database, without --sql"],
    facts: { read: what },
  });
}
