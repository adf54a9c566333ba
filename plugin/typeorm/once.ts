export type Once<Result> = (() => Promise<Result>) & {
  readonly asked: () => boolean;
  readonly forget: () => void;
};

/** Runs `make` at the first call, again after a failure or after `forget`. */
export function once<Result>(make: () => Promise<Result>): Once<Result> {
  let kept: Promise<Result> | undefined;
  const forget = (): void => {
    kept = undefined;
  };
  const ask = (): Promise<Result> => {
    if (kept === undefined) {
      kept = make();
      kept.catch(forget);
    }
    return kept;
  };
  return Object.assign(ask, { asked: () => kept !== undefined, forget });
}
