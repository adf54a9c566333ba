import { AthanorError, errorOf } from "../error/athanor-error.js";
import type { ErrorFacts } from "../error/codes.js";
import { messageOf } from "../error/thrown.js";
import { userStack } from "../error/user-stack.js";
import type { Step } from "../revision/step.js";
import { compact } from "../schema/compact.js";
import { faultIn } from "./database-failure.js";
import { failureMessage, failureSuggestions } from "./failure-wording.js";
import { readRecord } from "./journal/unfinished.js";
import type { RunResult } from "./run-record.js";
import type { RunRequest } from "./run-request.js";
import type { Session } from "./session.js";
import { writeLog } from "./version-rows.js";

export type FailedRun = {
  readonly request: RunRequest;
  readonly session: Session;
  readonly position: Position;
  readonly error: unknown;
  /** Asked once everything that can be undone is undone. */
  readonly result: () => RunResult;
};

/** Undoes what can be undone and gives the error that tells where things stand. */
export async function runFailed(failed: FailedRun): Promise<AthanorError> {
  const { session, position, error } = failed;
  const { step } = position;
  const wasOpen = session.transaction.active();
  const rollbackFailure = await attempt(() => session.rollback());
  const { keptStatements, ...held } = await readHeld(failed, wasOpen);
  const logFailure =
    keptStatements === 0 || step === undefined
      ? undefined
      : await attempt(() => logFailed(failed, step, keptStatements));
  const operation = operationOf(error);
  const isConnectionLost = rollbackFailure !== undefined;
  const fault = faultIn(session.target, refusalIn(error) ?? error);
  const circumstances = { step, error, operation, isConnectionLost };
  const result = failed.result();
  const again = againOf(failed.request, result);
  const standing = { ...circumstances, ...compact({ fault, ...held }), again, result };
  const code = refusalIn(error)?.code ?? (step === undefined ? fault?.code : undefined);
  return errorOf(code ?? "REVISION_FAILED", {
    message: failureMessage(standing),
    suggestions: failureSuggestions(standing),
    facts: compact({
      ...result,
      remaining: result.remaining.filter((id) => id !== step?.revision.id),
      revision: step?.revision.id,
      path: step?.revision.path,
      direction: step?.direction,
      fault: fault?.code,
      ...causeFacts(error),
      keptStatements,
      inDoubt: held.recorded?.inDoubt,
      rollbackFailure,
      logFailure,
    }),
    cause: error,
  });
}

/** What the database holds of the revision that failed: asked, for nobody but the database knows. */
async function readHeld({ request, session, position }: FailedRun, wasOpen: boolean) {
  const { step } = position;
  if (step === undefined) return { keptStatements: 0, recorded: undefined };
  const recorded = await readRecord(request, session.guard.observer, step.revision.id);
  if (recorded !== "unknown") return { keptStatements: recorded?.done ?? 0, recorded };
  const keptStatements = session.record.keptStatements();
  const isUnread = !wasOpen || keptStatements > 0;
  return { keptStatements, recorded: undefined, isUnread };
}

/** The command that goes on. What counts from where the database is would go too far once some of it is done. */
function againOf({ direction, target }: RunRequest, result: RunResult): string {
  const left = [...result.rolledBack.map(({ revision }) => revision), ...result.remaining];
  const usual = direction === "downgrade" ? "-1" : "head";
  const counts = /(?:^|@)[+-]\d+$/.test(target ?? "") && result.applied.length > 0;
  const rest = direction === "downgrade" ? `-${left.length}` : left.at(-1);
  return `athanor ${direction} ${(counts ? rest : target) ?? usual}`;
}

/** The refusal that the error is, or that it was thrown because of: the author may have wrapped it. */
function refusalIn(error: unknown): AthanorError | undefined {
  const seen = new Set<unknown>();
  let current = error;
  while (current instanceof Error && !seen.has(current)) {
    if (current instanceof AthanorError) return current;
    seen.add(current);
    current = current.cause;
  }
  return undefined;
}

function operationOf(error: unknown): string | undefined {
  const operation = refusalIn(error)?.facts["operation"];
  return typeof operation === "string" ? operation : undefined;
}

function causeFacts(error: unknown): ErrorFacts {
  const refusal = refusalIn(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return { ...refusal?.facts, ...compact({ stack, userStack: userStack(error) }) };
}

/** Leaves a line in the log where something stays behind that no rollback could undo. */
async function logFailed({ request, session }: FailedRun, step: Step, statements: number) {
  const { checksum } = await request.load(step.revision);
  const { revision, direction } = step;
  const facts = { revision: revision.id, direction, checksum, statements };
  await writeLog(session, { ...facts, durationMilliseconds: 0, outcome: "failed" });
}

/** The message of what the body threw: a second failure stands beside the first, never instead of it. */
async function attempt(body: () => Promise<void>): Promise<string | undefined> {
  try {
    await body();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** Where the run stands: for the error of a failed one. */
export type Position = { step?: Step };
