/** Runs jobs one after the other in the order they were added, whatever the caller awaits. */
export type Queue = {
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
