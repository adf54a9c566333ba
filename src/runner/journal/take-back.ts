import { AthanorError } from "../../error/athanor-error.js";
import { hazards } from "../../operation/hazards.js";
import type { Operation } from "../../operation/operation.js";
import { isPluginOperation } from "../../operation/plugin-operation.js";
import { reverseAll } from "../../operation/reverse.js";
import type { Resumption } from "../../plugin/session.js";
import type { Step } from "../../revision/step.js";
import { captureCall } from "../call.js";
import { carryOut } from "../carry-out.js";
import type { LoadedStep } from "../loaded-step.js";
import { runAuthor } from "../run-author.js";
import type { RunRequest } from "../run-request.js";
import type { AppliedRevision } from "../run-result.js";
import type { Session } from "../session.js";
import { writeRows } from "../version-rows.js";
import { createWork, flush, perform } from "../work.js";
import { createJournal, type CreatedJournal } from "./create-journal.js";
import { stepOf, type Unfinished } from "./unfinished.js";
import { withJournal } from "./with-journal.js";

/**
 * Undoes what a revision had done when it stopped half way, by the reverse of its operations, the last first. `undefined`
 * where one of them has no reverse, or where a downgrade has destroyed values already, which only the upgrade itself may
 * know to make again: nothing was undone.
 */
export async function takeBack(
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
        body: () => performAll(inner, operations),
        finish: () => journal.finish(() => writeRows(inner)),
      },
    ),
  );
}

const opposite = { upgrade: "downgrade", downgrade: "upgrade" } as const;

async function performAll(session: Session, operations: readonly Operation[]): Promise<void> {
  const work = createWork(session);
  const call = captureCall(takeBack);
  for (const operation of operations) {
    await perform(work, { needs: [], complete: () => operation }, call);
  }
  await flush(work);
}

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

function recordedOperations(
  journal: CreatedJournal,
  resumption: Resumption | undefined,
): readonly Operation[] | undefined {
  if (journal.isLoose()) return undefined;
  const done: Operation[] = [];
  for (const operation of journal.operations()) {
    // What a plugin's operation may have found done already, only the plugin knows.
    if (isPluginOperation(operation) || !isCertain(operation)) return undefined;
    if (!isPassing(operation, resumption)) done.push(operation);
  }
  return done;
}

function destroys(operation: Operation): boolean {
  return hazards(operation).some(({ severity }) => severity === "data-loss");
}

function reverseIfPossible(done: readonly Operation[]): readonly Operation[] | undefined {
  try {
    return reverseAll(done);
  } catch (error) {
    if (error instanceof AthanorError && error.code === "IRREVERSIBLE_OPERATION") return undefined;
    throw error;
  }
}

/** SQL of the author's that leaves nothing behind. */
function isPassing(operation: Operation, resumption: Resumption | undefined): boolean {
  if (operation.kind !== "execute") return false;
  const effect = resumption?.effectOf(operation.sql);
  return effect === "read" || effect === "session";
}

/** What may have found its work done already must not undo the work of another. */
function isCertain(operation: Operation): boolean {
  const { ifExists, ifNotExists } = operation as { ifExists?: boolean; ifNotExists?: boolean };
  return ifExists !== true && ifNotExists !== true;
}
