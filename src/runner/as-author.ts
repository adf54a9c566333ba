import type { Session } from "./session.js";

/** Runs the author's own SQL in the session as the author has it, where the dialect had to change it for its own. */
export async function asAuthor<Result>(
  { target: { settled } }: Session,
  body: () => Promise<Result>,
): Promise<Result> {
  if (settled === undefined) return body();
  // In a transaction that has failed nothing can be set, and its end sets everything back.
  await settled.leave().catch(() => undefined);
  try {
    return await body();
  } finally {
    await settled.settle().catch(() => undefined);
  }
}
