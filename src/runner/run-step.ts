import { callHook, carryOut } from "./carry-out.js";
import { runJournalled } from "./journal/run-journalled.js";
import type { LoadedStep } from "./loaded-step.js";
import { runAuthor } from "./run-author.js";
import type { RunRequest } from "./run-request.js";
import type { Session } from "./session.js";
import { writeRows } from "./version-rows.js";

/** Carries out one step: the author's function, then the version rows, the log and the hook. */
export async function runStep(
  request: RunRequest,
  session: Session,
  loaded: LoadedStep,
): Promise<void> {
  const run = session.dryRun ? runDry : runJournalled;
  session.ledger.recordRevision(await run(request, session, loaded), session.durable());
}

/** All of it is rolled back: there is nothing to be taken up again. */
function runDry(request: RunRequest, session: Session, loaded: LoadedStep) {
  const { removes, inserts } = loaded.step;
  return carryOut(session, loaded, {
    body: () => runAuthor(request, session, loaded),
    finish: async () => {
      session.moves.add(removes, inserts);
      if (request.onVersionApply !== undefined) await writeRows(session);
      await callHook(request, loaded);
    },
  });
}
