import { AsyncLocalStorage } from "node:async_hooks";
import { AthanorError } from "../error/athanor-error.js";
import type { Call } from "./call.js";
import { createQueue, type Queue } from "./queue.js";

/** Where the calls of one revision come in: each waits for those before it. */
export type Entrance = {
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
export function createEntrance(onLateCall: (error: AthanorError) => boolean): Entrance {
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
