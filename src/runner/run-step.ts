import type { Operation } from "../operation/operation.js";
import type { JournalEntry } from "../plugin/version-store.js";
import type { Step } from "../revision/step.js";
import { captureCall } from "./work/call.js";
import { createJournal, type CreatedJournal, withJournal } from "./journal/create-journal.js";
import { mismatch } from "./journal/reader.js";
import { recordedOperations, destroys, reverseIfPossible } from "./journal/cursor.js";
import {
  headSubject,
  findUnfinished,
  stepOf,
  withFills,
  type Unfinished,
} from "./journal/unfinished.js";
import type { LoadedStep } from "./loaded-step.js";
import { retryLocks } from "./wait/retry.js";
import { callHook, carryOut, runAuthor } from "./run-author.js";
import type { AppliedRevision } from "./run-record.js";
import type { RunRequest } from "./run-request.js";
import type { Session } from "./session.js";
import { writeRows } from "./version-rows.js";
import { performAll } from "./work/work.js";

/** Carries out one step: the author's function, then the version rows, the log and the hook. */
export async function runStep(
  request: RunRequest,
  session: Session,
  loaded: LoadedStep,
): Promise<void> {
  const run = session.dryRun ? runDry : runJournalled;
  session.record.recordRevision(await run(request, session, loaded), session.durable());
}

/** All of it is rolled back: there is nothing to be taken up again. */
function runDry(request: RunRequest, session: Session, loaded: LoadedStep) {
  const { removes, inserts } = loaded.step;
  return carryOut(session, loaded, {
    body: () => runAuthor(request, session, loaded),
    finish: async () => {
      session.record.versionChanges.add(removes, inserts);
      if (request.onVersionApply !== undefined) await writeRows(session);
      await callHook(request, loaded);
    },
  });
}

/** Carries out one step so that it can be taken up again wherever it stops; goes on with what an earlier run has begun. */
async function runJournalled(
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
  const { transaction, record } = session;
  if (loaded.step.direction === "downgrade" || record.pending().length > 0) return undefined;
  if (transaction.active()) {
    await session.rollback();
    await transaction.begin();
  }
  const half = await findUnfinished(request, loaded.step.revision.id);
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
  const half = await findUnfinished(request, revision);
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
      const half = await findUnfinished(request, revision.id);
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
          own.record.versionChanges.add(removes, inserts);
          // Where the run's own transaction is open, they are written with its commit.
          const isLater = own.transaction.active() && request.onVersionApply === undefined;
          if (!isLater) await writeRows(own);
          await callHook(request, loaded);
        }),
    }),
  );
}

/**
 * Undoes what a revision had done when it stopped half way, by the reverse of its operations, the last first. `undefined`
 * where one of them has no reverse, or where a downgrade has destroyed values already, which only the upgrade itself may
 * know to make again: nothing was undone.
 */
async function takeBack(
  request: RunRequest,
  session: Session,
  { step, loaded }: LoadedStep,
  half: Unfinished,
  { evenDestroyed = false } = {},
): Promise<AppliedRevision | undefined> {
  const begun = { step: stepOf(half, step.revision), loaded };
  const done = await operationsDone(request, session, begun, half);
  const isLost = half.direction === "downgrade" && done?.some(destroys) === true;
  const operations = done && (evenDestroyed || !isLost) ? reverseIfPossible(done) : undefined;
  if (operations === undefined) return undefined;
  const back: Step = { ...begun.step, direction: opposite[half.direction] };
  const own = { revision: half.revision, direction: half.direction };
  const journal = createJournal({
    session,
    begun: back,
    key: { revision: half.revision, direction: back.direction },
    head: { kind: "undo", hash: "", subject: "" },
    lines: half.undone,
    trust: request.trustJournal === true,
    also: [own],
  });
  return withJournal(session, journal, (inner) =>
    carryOut(
      inner,
      { step: back, loaded },
      {
        before: journal.kept(),
        body: () => performAll(inner, operations, captureCall(takeBack)),
        finish: () => journal.finish(() => writeRows(inner)),
      },
    ),
  );
}

const opposite = { upgrade: "downgrade", downgrade: "upgrade" } as const;

/** Runs the revision again as far as it is recorded, and gives what it did. */
async function operationsDone(
  request: RunRequest,
  session: Session,
  begun: LoadedStep,
  half: Unfinished,
): Promise<readonly Operation[] | undefined> {
  const journal = createJournal({
    session,
    begun: begun.step,
    key: { revision: half.revision, direction: half.direction },
    head: { kind: "step", hash: "", subject: "" },
    lines: half.lines,
    trust: request.trustJournal === true,
    onlyRecorded: true,
  });
  await withJournal(session, journal, async (own) => {
    await runAuthor(request, own, begun).catch((error: unknown) => {
      if (!journal.hasEnded()) throw error;
    });
    await journal.commit();
    await journal.abandon();
    await journal.resume();
  });
  return recordedOperations(journal, request.dialect.session.resumption);
}
