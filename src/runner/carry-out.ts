import { readable } from "../error/thrown.js";
import type { LoadedStep } from "./loaded-step.js";
import type { RunRequest } from "./run-request.js";
import type { AppliedRevision } from "./run-result.js";
import { timed, type Session } from "./session.js";
import { noteLog } from "./version-rows.js";

/** What is done for one revision, and how its version rows, its line of the log and the hook come after it. */
export type StepWork = {
  /** Statements of it that an earlier run has done. */
  readonly before?: number;
  readonly body: () => Promise<void>;
  readonly finish: () => Promise<void>;
};

/** Carries out one step between the events that tell of it. */
export async function carryOut(
  session: Session,
  { step, loaded }: LoadedStep,
  { before = 0, body, finish }: StepWork,
): Promise<AppliedRevision> {
  const { direction, revision } = step;
  const { message, path } = revision;
  const moved = { revision: revision.id, direction };
  session.ledger.startRevision(before);
  session.tell({ kind: "revisionStarted", ...moved, message, path });
  const taken = await timed(body);
  const milliseconds = Math.round(taken.milliseconds);
  const statements = session.ledger.statements();
  session.checkLateCalls();
  const { checksum } = loaded;
  const log = { ...moved, durationMilliseconds: milliseconds, checksum, statements };
  noteLog(session, { ...log, outcome: "done" });
  await finish();
  session.tell({ kind: "revisionFinished", ...moved, milliseconds, statements });
  return { ...moved, message, path, statements, milliseconds };
}

/** The hook of a step, which its failure fails. */
export async function callHook(request: RunRequest, { step }: LoadedStep): Promise<void> {
  try {
    await request.onVersionApply?.(step, { database: request.database });
  } catch (error) {
    throw readable(error);
  }
}
