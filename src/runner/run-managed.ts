import type { Around } from "../plugin/connection.js";
import { asAuthor } from "./as-author.js";
import { captureCall } from "./call.js";
import type { Entrance } from "./entrance.js";
import { flush, type Work } from "./work.js";

/** Runs the statements of an entity manager among the calls of `op`, each in its turn. */
export function runManaged(work: Work, entrance: Entrance): Around {
  const { journal } = work.session;
  const around: Around = async (statement, run) => {
    const call = captureCall(around);
    const outcome = await entrance.enter(call, async () => {
      await flush(work);
      await work.conduct.beforeManaged(statement.sql);
      const send = () => journal?.managed(statement, run, undefined) ?? run();
      return attempt(() => asAuthor(work.session, send));
    });
    if ("error" in outcome) throw outcome.error;
    return outcome.answer;
  };
  return around;
}

/** What an entity manager is refused is for the author to catch: it does not fail the calls behind it. */
async function attempt<Answer>(
  body: () => Promise<Answer>,
): Promise<{ readonly answer: Answer } | { readonly error: unknown }> {
  try {
    return { answer: await body() };
  } catch (error) {
    return { error };
  }
}
