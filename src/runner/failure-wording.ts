import { AthanorError } from "../error/athanor-error.js";
import type { Step } from "../revision/step.js";
import type { RunResult } from "./run-result.js";
import { commitFailureCode } from "./transaction.js";

/** Where a failed run left things. */
export type Standing = {
  readonly result: RunResult;
  /** The step that failed; left out where none had begun, or all were done. */
  readonly step: Step | undefined;
  readonly error: unknown;
  /** The operation that failed, described, where it was one. */
  readonly operation: string | undefined;
  /** Statements of that step that could not be rolled back. */
  readonly keptStatements: number;
  /** Nothing more could be asked of the database: it rolls back by itself. */
  readonly isConnectionLost: boolean;
  /** Are they recorded, so that another run goes on after them? */
  readonly isRecorded: boolean;
};

/** What failed, what the database said, and where things stand now. */
export function failureMessage(standing: Standing): string {
  const { error, operation } = standing;
  const said = error instanceof Error ? error.message : String(error);
  const at = operation === undefined ? "" : ` at "${operation}"`;
  if (codeIn(error) === "INTERRUPTED") {
    return `${subjectOf(standing)} ${said.replace(/^The run /, "")} ${standingSentence(standing)}`;
  }
  return `${subjectOf(standing)} failed${at}: ${withStop(said)} ${standingSentence(standing)}`;
}

export function failureSuggestions(standing: Standing): readonly string[] {
  const { step, keptStatements } = standing;
  const { error } = standing;
  if (codeIn(error)?.startsWith("JOURNAL_") === true) return (error as AthanorError).suggestions;
  if (keptStatements > 0 && step !== undefined && standing.isRecorded) return resumptions(step);
  if (keptStatements > 0) return ["athanor current -v"];
  if (step === undefined) return ["athanor current"];
  const again = step.direction === "downgrade" ? "athanor downgrade -1" : "athanor upgrade head";
  if (standing.isConnectionLost) return [again];
  const known = knownWaysOut[codeIn(standing.error) ?? ""];
  if (known !== undefined) return known(again);
  const correction = `Correct ${step.revision.path}, then: ${again}`;
  return isThereAlready(standing)
    ? [`If the database has all that it makes: athanor stamp ${step.revision.id}`, correction]
    : [correction];
}

/** Where nothing is wrong with the revision itself. */
const knownWaysOut: Readonly<Record<string, (again: string) => readonly string[]>> = {
  INTERRUPTED: (again) => [again],
  DESTRUCTION_REFUSED: (again) => [
    `${again} --allow-destructive`,
    'destructive: "allow" in the configuration of this environment',
  ],
  LOCK_NOT_AVAILABLE: (again) => [
    `End what holds the lock, or wait for it, then: ${again}`,
    `${again} --lock-timeout 30s`,
  ],
};

function codeIn(error: unknown): string | undefined {
  return error instanceof AthanorError ? error.code : undefined;
}

function resumptions({ direction, revision }: Step): readonly string[] {
  const upgrade = `athanor upgrade ${revision.id}`;
  const downgrade = "athanor downgrade -1";
  const [on, back] = direction === "upgrade" ? [upgrade, downgrade] : [downgrade, upgrade];
  return [
    `Correct the data, or ${revision.path} from there on, then: ${on}`,
    `To take back what is done: ${back}`,
  ];
}

/** A database that was made by other means has what the first revisions would make. */
function isThereAlready({ step, error }: Standing): boolean {
  const said = error instanceof Error ? error.message : "";
  return step?.direction === "upgrade" && /\balready exists\b/.test(said);
}

function subjectOf({ step, result }: Standing): string {
  if (step === undefined) {
    const revisions = result.rolledBack.map(({ revision }) => `"${revision}"`).join(", ");
    return revisions === "" ? "The run" : `Committing ${revisions}`;
  }
  const { id, message } = step.revision;
  const named = message === "" ? `"${id}"` : `"${id}" (${message})`;
  return `The ${step.direction} of revision ${named}`;
}

function standingSentence(standing: Standing): string {
  const { result, step, keptStatements, isRecorded } = standing;
  const applied = result.applied.map(({ revision }) => revision);
  const before =
    applied.length === 0 ? "" : ` ${listed(applied)} stay${applied.length === 1 ? "s" : ""} done.`;
  if (keptStatements > 0 && isRecorded) {
    return `${counted(keptStatements)} of it ${keptStatements === 1 ? "is" : "are"} done and recorded: the next run goes on from there, or takes back what is done.${before}`;
  }
  if (keptStatements > 0) {
    return `${counted(keptStatements)} of ${step?.revision.id ?? "it"} ran outside a transaction and could not be rolled back: finish or undo that by hand before running it again.${before}`;
  }
  if (standing.isConnectionLost && codeIn(standing.error) === commitFailureCode) {
    return `The connection was lost before the database had answered: what was to be committed is done or rolled back as a whole.${before}`;
  }
  const at = result.to.length === 0 ? "base" : result.to.join(", ");
  if (applied.length > 0) return `It was rolled back, and the database is at ${at}.${before}`;
  return `Everything was rolled back, and the database is as it was, at ${at}.`;
}

/** `"a" and "b"`. */
export function quoteWords(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(" and ");
}

const listed = (ids: readonly string[]): string => ids.join(", ");

const counted = (count: number): string =>
  count === 1 ? "One statement" : `${String(count)} statements`;

const withStop = (sentence: string): string =>
  /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
