import type { JournalEntry } from "../../plugin/version-store.js";
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
import { headSubject, readUnfinished, stepOf, withFills, type Unfinished } from "./unfinished.js";
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
  const begun = { ...session, target: withFills(session.target, unfinished) };
  if (isSameWay && unfinished.undone.length === 0) {
    return runRecorded(request, begun, loaded, unfinished.lines);
  }
  const takenBack = await takeBack(request, begun, loaded, unfinished);
  if (takenBack !== undefined && !isSameWay) return takenBack;
  if (takenBack === undefined) {
    try {
      await finishFirst(request, begun, loaded, unfinished);
    } catch (error) {
      const forced = isSameWay ? undefined : await takeBackAllTheSame(request, begun, loaded);
      if (forced === undefined) throw error;
      return forced;
    }
  }
  return runRecorded(request, isSameWay ? begun : session, loaded, []);
}

/**
 * A downgrade that has destroyed rows and cannot be finished, since other rows are in its way, is taken back without them:
 * what it dropped comes back empty, and neither way is closed.
 */
async function takeBackAllTheSame(
  request: RunRequest,
  session: Session,
  loaded: LoadedStep,
): Promise<AppliedRevision | undefined> {
  const { transaction, ledger } = session;
  if (loaded.step.direction === "downgrade" || ledger.pending().length > 0) return undefined;
  if (transaction.active()) {
    await session.rollback();
    await transaction.begin();
  }
  const halves = await readUnfinished(request);
  const half = halves.find(({ revision }) => revision === loaded.step.revision.id);
  return half && takeBack(request, session, loaded, half, { evenDestroyed: true });
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
    "transaction",
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
    head: { kind: "step", hash: loaded.checksum, subject: headSubject(step, session.target.fills) },
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
          // Where the run's own transaction is open, they are written with its commit.
          const isLater = own.transaction.active() && request.onVersionApply === undefined;
          if (!isLater) await writeRows(own);
          await callHook(request, loaded);
        }),
    }),
  );
}
