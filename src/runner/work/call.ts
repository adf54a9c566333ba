import { AsyncLocalStorage } from "node:async_hooks";
import { AthanorError, retell } from "../../error/athanor-error.js";
import { describe } from "../../operation/describe.js";
import type { AnyOperation, Kinds } from "../../operation/plugin-operation.js";

/** Where in the author's file an `op` call stands. */
export type Call = { readonly stack: string };

/** Remembers the present call, leaving out the frames of `below` and what it calls. */
export function captureCall(below: (...args: never[]) => unknown): Call {
  // The engine writes the text when it is first read, which for most calls is never.
  const holder = { stack: "" };
  Error.captureStackTrace(holder, below);
  return holder;
}

/** Runs the body; what it throws is given the operation's description and the author's own stack. */
export async function blame<Result>(
  call: Call,
  operation: AnyOperation | undefined,
  body: () => Promise<Result>,
  kinds?: Kinds,
): Promise<Result> {
  try {
    return await body();
  } catch (error) {
    throw error instanceof AthanorError
      ? withCall(error, call, operation && describe(operation, kinds))
      : error;
  }
}

function withCall(error: AthanorError, call: Call, operation: string | undefined): AthanorError {
  const frames = call.stack.split("\n").slice(1).join("\n");
  const described = operation === undefined ? {} : { operation };
  const blamed = retell(error, { facts: { ...described, ...error.facts } });
  blamed.stack = `${error.name}: ${error.message}\n${frames}`;
  return blamed;
}

/** Where the calls of one revision come in: each waits for those before it. */
export type CallQueue = {
  readonly enter: <Result>(call: Call, job: () => Promise<Result>) => Promise<Result>;
  /** Takes note of work that will call later. */
  readonly track: (work: Promise<unknown>) => void;
  /** Runs a body whose own calls go ahead of what was queued behind the call that holds it. */
  readonly nest: (body: () => Promise<void>) => Promise<void>;
  /** Waits for all calls; throws the first failure. */
  readonly settle: () => Promise<void>;
  /** Refuses all further calls; with an error, those still queued too. */
  readonly close: (error?: unknown) => void;
};

type Nested = { readonly queue: Queue; open: boolean };

/** `onLateCall` answers whether the failure is seen to; where not, the promise of the late call rejects unhandled. */
export function createCallQueue(onLateCall: (error: AthanorError) => boolean): CallQueue {
  const outer = createQueue();
  // Tells the calls made inside a nested body from those made beside it.
  const scope = new AsyncLocalStorage<Nested>();
  const end = createEnd();
  let closed = false;
  const queue = (): Queue => {
    const nested = scope.getStore();
    return nested?.open === true ? nested.queue : outer;
  };
  return {
    enter: (call, job) => (closed ? refuse(call, onLateCall) : queue().add(job)),
    track: (work) => queue().track(work),
    nest: async (body) => {
      const nested: Nested = { queue: createQueue(), open: true };
      try {
        // What the body itself waits for may never come: only its calls are waited for.
        await scope.run(nested, () => Promise.race([body(), end.reached]));
      } catch (error) {
        nested.queue.fail(error);
      }
      try {
        await nested.queue.settle();
      } finally {
        nested.open = false;
      }
    },
    settle: outer.settle,
    close: (error) => {
      closed = true;
      if (error === undefined) return;
      outer.fail(error);
      end.reach(error);
    },
  };
}

/** A promise that rejects once the revision is given up. */
function createEnd(): {
  readonly reached: Promise<never>;
  readonly reach: (error: unknown) => void;
} {
  let reach: (error: unknown) => void = () => undefined;
  const reached = new Promise<never>((_, reject) => (reach = reject));
  reached.catch(() => undefined);
  return { reached, reach: (error) => reach(error) };
}

function refuse(call: Call, onLateCall: (error: AthanorError) => boolean): Promise<never> {
  const error = new AthanorError({
    code: "LATE_CALL",
    message:
      "A call of `op` was made after its revision had ended: something in the revision was not awaited. Await every promise that leads to an `op` call.",
    facts: { stack: call.stack },
  });
  error.stack = `${error.name}: ${error.message}\n${call.stack.split("\n").slice(1).join("\n")}`;
  const refused = Promise.reject(error);
  if (onLateCall(error)) refused.catch(() => undefined);
  return refused;
}

/** Runs jobs one after the other in the order they were added, whatever the caller awaits. */
type Queue = {
  /** The promise of the job's result. Once a job has failed, all later ones fail with the same error, unrun. */
  readonly add: <Result>(job: () => Promise<Result>) => Promise<Result>;
  /** Refuses all further work, as if a job had failed with this error. The first failure wins. */
  readonly fail: (error: unknown) => void;
  /** Takes note of work that will add jobs later: nothing is over before it is. */
  readonly track: (work: Promise<unknown>) => void;
  /** Waits until every job is over, those added meanwhile too; throws the first failure. */
  readonly settle: () => Promise<void>;
};

export function createQueue(): Queue {
  let tail: Promise<unknown> = Promise.resolve();
  const tracked = new Set<Promise<unknown>>();
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
  };
  const throwFailure = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  const refusal = createRefusal();
  const settle = async (): Promise<void> => {
    let seen: unknown;
    do {
      seen = tail;
      await tail;
      // What work waits for may never come: once it is refused, nothing of it is missing.
      await Promise.race([Promise.allSettled(tracked), refusal.given.then(() => tracked.clear())]);
    } while (seen !== tail || tracked.size > 0);
    throwFailure();
  };
  return {
    add: (job) => {
      const result = tail.then(() => {
        throwFailure();
        return job();
      });
      // Attached here too, so that a call nobody awaits fails the revision and not the process.
      tail = result.catch(fail);
      return result;
    },
    track: (work) => {
      tracked.add(work);
      void work.catch(fail).finally(() => tracked.delete(work));
    },
    fail: (error) => {
      fail(error);
      refusal.give();
    },
    settle,
  };
}

function createRefusal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give: () => give() };
}
