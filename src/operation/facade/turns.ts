import { AsyncLocalStorage } from "node:async_hooks";
import { AthanorError } from "../../error/athanor-error.js";
import type { OperationRequest, OperationSink } from "../request.js";

/** Keeps calls in the order they were made, though a batch is only known when its function has ended. */
export type Turns = {
  readonly submit: (request: OperationRequest) => Promise<void>;
  readonly autocommit: (body: () => Promise<void>) => Promise<void>;
  /** Submits what `collect` gives; calls made meanwhile wait for it. Calls made from inside `collect` are refused. */
  readonly hold: (collect: () => Promise<OperationRequest>) => Promise<void>;
};

/** What a call waits for before it is submitted. */
type Line = { held: Promise<unknown> | undefined };

export function createTurns(sink: OperationSink): Turns {
  const inside = new AsyncLocalStorage<true>();
  const outer: Line = { held: undefined };
  // What is called inside an autocommit comes before what waits behind it, and must not wait for that.
  const nested = new AsyncLocalStorage<Line>();
  const lineNow = (): Line => nested.getStore() ?? outer;

  /** At once where nothing is held, so that the sink knows of a call as soon as it is made. */
  const take = (act: () => Promise<void>): Promise<void> => {
    if (inside.getStore() === true) return sink.submit(refused);
    const { held } = lineNow();
    if (held === undefined) return act();
    const turn = held.then(act);
    sink.track?.(turn);
    return turn;
  };

  const hold = (collect: () => Promise<OperationRequest>): Promise<void> => {
    const line = lineNow();
    const before = line.held;
    const turn = (async () => {
      await before;
      await sink.submit(await collected(() => inside.run(true, collect)));
    })();
    const settled = turn.then(ignore, ignore).then(() => {
      if (line.held === settled) line.held = undefined;
    });
    line.held = settled;
    sink.track?.(turn);
    return turn;
  };

  return {
    submit: (request) => take(() => sink.submit(request)),
    autocommit: (body) => take(() => sink.autocommit(() => nested.run({ held: undefined }, body))),
    hold: (collect) => (inside.getStore() === true ? sink.submit(refused) : hold(collect)),
  };
}

/** A function that fails makes a request that fails, so that the sink hears of it whether anyone awaits or not. */
async function collected(collect: () => Promise<OperationRequest>): Promise<OperationRequest> {
  try {
    return await collect();
  } catch (error) {
    return failing(() => error);
  }
}

function failing(error: () => unknown): OperationRequest {
  return {
    needs: [],
    complete: () => {
      throw error();
    },
  };
}

const refused = failing(
  () =>
    new AthanorError({
      code: "CALL_INSIDE_BATCH",
      message:
        "A call of op was made inside the function of batchAlterTable, where only the batch itself may be called.",
      suggestions: ["await batch.addColumn(...)", "move the call before or after the batch"],
    }),
);

/** Whoever called hears of the failure; those who wait their turn only wait. */
function ignore(): void {}
