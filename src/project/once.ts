/** The same promise for every call: the work is done when it is first asked for. */
export function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let held: Promise<Result> | undefined;
  return () => (held ??= work());
}
