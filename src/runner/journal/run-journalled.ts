import type { JournalEntry } from "../../plugin/journal.js";
import { callHook, carryOut } from "../carry-out.js";
import type { LoadedStep } from "../loaded-step.js";
import { runAuthor } from "../run-author.js";
import type { RunRequest } from "../run-request.js";
import type { AppliedRevision } from "../run-result.js";
import type { Session } from "../session.js";
import { writeRows } from "../version-rows.js";
import { createJournal } from "./create-journal.js";
import { mismatch } from "./mismatch.js";
import { takeBack } from "./take-back.js";
import { headSubject, readUnfinished, stepOf, type Unfinished } from "./unfinished.js";
import { withJournal } from "./with-journal.js";

/** Carries out one step so that it can be taken up again wherever it stops; goes on with what an earlier run has begun. */
export async function runJournalled(
  request: RunRequest,
  session: Session,
  loaded: LoadedStep,
): Promise<AppliedRevision> {
  const { step, unfinished } = loaded;
  if (unfinished === undefined) return runRecorded(request, session, loaded, []);
  const isSameWay = unfinished.direction === step.direction;
  if (isSameWay && unfinished.undone.length === 0) {
    return runRecorded(request, session, loaded, unfinished.lines);
  }
  const takenBack = await takeBack(request, session, loaded, unfinished);
  if (takenBack !== undefined && !isSameWay) return takenBack;
  if (takenBack === undefined) await finishFirst(request, session, loaded, unfinished);
  return runRecorded(request, session, loaded, []);
}

/** What cannot be taken back is brought to its end, so that the file's own way back fits. */
async function finishFirst(
  request: RunRequest,
  session: Session,
  { step, loaded }: LoadedStep,
  { revision, undone }: Unfinished,
): Promise<void> {
  const [first] = undone;
  if (first !== undefined) throw mismatch(step, first, undefined);
  // Trying to take it back may have settled what was in doubt.
  const half = (await readUnfinished(request)).find((each) => each.revision === revision);
  if (half === undefined) return;
  const begun = { step: stepOf(half, step.revision), loaded };
  await runRecorded(request, session, begun, half.lines);
}

function runRecorded(
  request: RunRequest,
  session: Session,
  loaded: LoadedStep,
  lines: readonly JournalEntry[],
): Promise<AppliedRevision> {
  const { step } = loaded;
  const { removes, inserts } = step;
  const journal = createJournal({
    session,
    begun: step,
    key: { revision: step.revision.id, direction: step.direction },
    head: { kind: "step", hash: loaded.loaded.checksum, subject: headSubject(step) },
    lines,
    trust: request.trustJournal === true,
  });
  return withJournal(session, journal, (own) =>
    carryOut(own, loaded, {
      before: journal.kept(),
      body: () => runAuthor(request, own, loaded),
      finish: () =>
        journal.finish(async () => {
          own.moves.add(removes, inserts);
          await writeRows(own);
          await callHook(request, loaded);
        }),
    }),
  );
}
