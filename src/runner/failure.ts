import { AthanorError } from "../error/athanor-error.js";
import { userStack } from "../error/user-stack.js";
import type { Step } from "../revision/step.js";
import { compact } from "../schema/compact.js";
import { failureMessage, failureSuggestions } from "./failure-wording.js";
import type { RunRequest } from "./run-request.js";
import type { RunResult } from "./run-result.js";
import type { Position } from "./run-spans.js";
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
  const rollbackFailure = await attempt(() => session.rollback());
  const keptStatements = step === undefined ? 0 : session.ledger.keptStatements();
  const logFailure =
    keptStatements === 0 || step === undefined
      ? undefined
      : await attempt(() => logFailed(failed, step, keptStatements));
  const operation = operationOf(error);
  const isConnectionLost = rollbackFailure !== undefined;
  const isRecorded = !session.target.dialect.capabilities.transactionalDdl;
  const told = { step, error, operation, keptStatements, isConnectionLost, isRecorded };
  const standing = { ...told, result: failed.result() };
  return new AthanorError({
    code: codeOf(error),
    message: failureMessage(standing),
    suggestions: failureSuggestions(standing),
    facts: compact({
      ...standing.result,
      remaining: standing.result.remaining.filter((id) => id !== step?.revision.id),
      revision: step?.revision.id,
      path: step?.revision.path,
      direction: step?.direction,
      ...causeFacts(error),
      keptStatements,
      safeToRunAgain: keptStatements === 0 || isRecorded,
      rollbackFailure,
      logFailure,
    }),
    cause: error,
  });
}

/** The refusal that the error is, or that it was thrown because of: the author may have wrapped it. */
export function refusalIn(error: unknown): AthanorError | undefined {
  const seen = new Set<unknown>();
  let current = error;
  while (current instanceof Error && !seen.has(current)) {
    if (current instanceof AthanorError) return current;
    seen.add(current);
    current = current.cause;
  }
  return undefined;
}

function codeOf(error: unknown): string {
  return refusalIn(error)?.code ?? "REVISION_FAILED";
}

function operationOf(error: unknown): string | undefined {
  const told = refusalIn(error)?.facts["operation"];
  return typeof told === "string" ? told : undefined;
}

function causeFacts(error: unknown): Readonly<Record<string, unknown>> {
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

/** The message of what the body threw: a second failure is told beside the first, never instead of it. */
async function attempt(body: () => Promise<void>): Promise<string | undefined> {
  try {
    await body();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
