export type Once<Result, Given extends readonly unknown[] = []> = ((
  ...given: Given
) => Promise<Result>) & {
  /** What was asked for and is kept. */
  readonly current: () => Promise<Result> | undefined;
  readonly forget: () => void;
};

/** Runs `make` at the first call, with what that call gives, and again after a failure or after `forget`. */
export function once<Result, Given extends readonly unknown[] = []>(
  make: (...given: Given) => Promise<Result>,
): Once<Result, Given> {
  let kept: Promise<Result> | undefined;
  const forget = (): void => {
    kept = undefined;
  };
  const ask = (...given: Given): Promise<Result> => {
    if (kept === undefined) {
      kept = make(...given);
      kept.catch(forget);
    }
    return kept;
  };
  return Object.assign(ask, { current: () => kept, forget });
}
