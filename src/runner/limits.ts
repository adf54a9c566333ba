import type { LimitValues } from "../plugin/session.js";
import type { RunTarget } from "./run-request.js";

const nothing = async (): Promise<void> => undefined;

/** Sets the limits of the run, where the server has any, and gives the way back. */
export function limitsOf({
  connection,
  dialect,
  limits = {},
}: RunTarget): (inTransaction: boolean) => Promise<() => Promise<void>> {
  return async (inTransaction) =>
    dialect.session.limits === undefined || isEmpty(limits)
      ? nothing
      : dialect.session.limits.set(connection, limits, inTransaction);
}

/**
 * Runs a body that waits for others without keeping anyone waiting, with no limit to its waiting: what no transaction
 * may hold (a concurrent build) leaves something half made where it is cut short.
 */
export async function withoutLockLimit<Result>(
  { connection, dialect, limits = {} }: RunTarget,
  body: () => Promise<Result>,
): Promise<Result> {
  if (dialect.session.limits === undefined || limits.lockMilliseconds === undefined) return body();
  const restore = await dialect.session.limits.set(connection, { lockMilliseconds: 0 }, false);
  return body().finally(restore);
}

const isEmpty = ({ lockMilliseconds, statementMilliseconds }: LimitValues): boolean =>
  lockMilliseconds === undefined && statementMilliseconds === undefined;
