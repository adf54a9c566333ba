import type { JournalEntry } from "../../plugin/journal.js";
import { callHook, carryOut } from "../carry-out.js";
import type { LoadedStep } from "../loaded-step.js";
import { retryLocks } from "../retry.js";
import { runAuthor } from "../run-author.js";
import type { RunRequest } from "../run-request.js";
import type { AppliedRevision } from "../run-result.js";
import type { Session } from "../session.js";
import { writeRows } from "../version-rows.js";
import { createJournal, type CreatedJournal } from "./create-journal.js";
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

/**
 * Where rows were not to be had, what is not committed is rolled back, and the revision is taken up again from its journal,
 * as if its process had died there.
 */
function runRecorded(
  request: RunRequest,
  session: Session,
  loaded: LoadedStep,
  lines: readonly JournalEntry[],
): Promise<AppliedRevision> {
  let journal = journalOf(request, session, loaded, lines);
  return retryLocks(
    session,
    () => runWith(journal, request, session, loaded),
    async () => {
      if (!journal.hasLostRows()) return false;
      const { revision, direction } = loaded.step;
      const halves = await readUnfinished(request);
      const half = halves.find((each) => each.revision === revision.id);
      const kept = half?.direction === direction ? half.lines : [];
      journal = journalOf(request, session, loaded, kept);
      return true;
    },
  );
}

function journalOf(
  request: RunRequest,
  session: Session,
  { step, loaded }: LoadedStep,
  lines: readonly JournalEntry[],
): CreatedJournal {
  return createJournal({
    session,
    begun: step,
    key: { revision: step.revision.id, direction: step.direction },
    head: { kind: "step", hash: loaded.checksum, subject: headSubject(step) },
    lines,
    trust: request.trustJournal === true,
  });
}

function runWith(
  journal: CreatedJournal,
  request: RunRequest,
  session: Session,
  loaded: LoadedStep,
): Promise<AppliedRevision> {
  const { removes, inserts } = loaded.step;
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
