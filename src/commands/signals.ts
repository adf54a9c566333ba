/** Aborted by the first SIGINT or SIGTERM; the run then rolls back and ends by itself. A second one ends at once. */
export function endOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => controller.abort(name));
  }
  return controller.signal;
}
