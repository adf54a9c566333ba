import { AthanorError } from "../error/athanor-error.js";
import type { Schema } from "../schema/schema.js";
import { applyOperation } from "./apply.js";
import type { Operations } from "./operations.js";
import { createOperations } from "./operations.js";
import type { AnyOperation } from "./plugin-operation.js";
import type { OperationFacts, OperationRequest, OperationSink } from "./request.js";

/** What a recording starts from. */
export type RecordOptions = {
  /** The database as it is taken to be before the first call. */
  readonly state: Schema;
  readonly facts: OperationFacts;
};

/** What the calls amount to, and the database after them. */
export type Recording = {
  readonly operations: readonly AnyOperation[];
  readonly state: Schema;
};

/**
 * Runs an `upgrade` or `downgrade` with no database and gives its operations, in the order of the calls, awaited or not.
 *
 * Throws `DATA_READ_OFFLINE` where the body reads data, and whatever the body throws.
 *
 * @example
 * const { operations } = await record(module.upgrade, { state: emptySchema, facts });
 */
export async function record(
  body: (op: Operations) => Promise<void> | void,
  options: RecordOptions,
): Promise<Recording> {
  const operations: AnyOperation[] = [];
  const pending: Promise<unknown>[] = [];
  let { state } = options;
  const take = async (request: OperationRequest) => {
    const operation = request.complete(state);
    state = applyOperation(state, operation);
    operations.push(operation);
  };
  const track = (work: Promise<unknown>) => {
    pending.push(work);
    work.catch(hearLater);
  };
  const submit = (request: OperationRequest) => {
    const work = take(request);
    track(work);
    return work;
  };
  await body(createOperations(createRecordingSink(submit, track, options.facts)));
  await settle(pending);
  return { operations, state };
}

function createRecordingSink(
  submit: OperationSink["submit"],
  track: (work: Promise<unknown>) => void,
  facts: OperationFacts,
): OperationSink {
  return {
    submit,
    track,
    facts,
    query: (sql) => Promise.reject(dataRead(`the rows of ${JSON.stringify(sql)}`)),
    manager: () => {
      throw dataRead("op.manager");
    },
    autocommit: (body) => {
      const work = body();
      track(work);
      return work;
    },
  };
}

/** Work may bring further work: a batch that nobody awaited submits when its function ends. */
async function settle(pending: readonly Promise<unknown>[]): Promise<void> {
  for (let done = 0; done < pending.length; done += 1) await pending[done];
}

/** `settle` hears of every failure; until then none must count as unhandled. */
function hearLater(): void {}

function dataRead(what: string): AthanorError {
  return new AthanorError({
    code: "DATA_READ_OFFLINE",
    message: `The revision reads ${what}, and without a database there is nothing to read.`,
    suggestions: ["if (!op.offline) { ... }", "run it against a database, without --sql"],
    facts: { read: what },
  });
}
