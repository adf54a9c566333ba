import { AthanorError } from "../error/athanor-error.js";
import { messageOf } from "../error/thrown.js";
import type { Fault } from "../plugin/session.js";
import type { Step } from "../revision/step.js";
import { joinSentences, commitFailureCode } from "./database-failure.js";
import type { Recorded } from "./journal/unfinished.js";
import type { RunResult } from "./run-record.js";

/** Where a failed run left things. */
export type Standing = {
  readonly result: RunResult;
  /** The step that failed; left out where none had begun, or all were done. */
  readonly step: Step | undefined;
  readonly error: unknown;
  /** The operation that failed, described, where it was one. */
  readonly operation: string | undefined;
  /** What it means, where no revision is to blame for it. */
  readonly fault?: Fault;
  /** The command to type once the cause is mended. */
  readonly again: string;
  /** Nothing more could be asked of the database on the connection that worked: it rolls back by itself. */
  readonly isConnectionLost: boolean;
  /** What the database holds of that revision; left out where it holds nothing. */
  readonly recorded?: Recorded;
  /** The database no longer answers, and may hold something of that revision. */
  readonly isUnread?: boolean;
};

/** What failed, what the database said, and where things stand now. */
export function failureMessage(standing: Standing): string {
  const { error, operation, fault } = standing;
  const words = messageOf(error);
  const meaning = fault === undefined || words.includes(fault.message) ? "" : fault.message;
  const said = joinSentences([words, meaning]);
  const at = operation === undefined ? "" : ` at "${operation}"`;
  if (codeIn(error) === "INTERRUPTED") {
    return `${subjectOf(standing)} ${said.replace(/^The run /, "")} ${standingSentence(standing)}`;
  }
  return `${subjectOf(standing)} failed${at}: ${withStop(said)} ${standingSentence(standing)}`;
}

export function failureSuggestions(standing: Standing): readonly string[] {
  const { step, error, again, fault, recorded } = standing;
  if (codeIn(error)?.startsWith("JOURNAL_") === true) return (error as AthanorError).suggestions;
  if (step !== undefined && recorded !== undefined) return resumptions(step, recorded, fault);
  if (standing.isUnread === true) {
    return fault === undefined ? ["athanor current"] : afterwards(fault, "athanor current");
  }
  const known = knownWaysOut[codeIn(standing.error) ?? ""];
  if (known !== undefined) return known(again, step?.revision.path ?? "the revision");
  // Nobody knows whether a commit that was never answered is done.
  const isCommit = codeIn(error) === commitFailureCode;
  if (fault !== undefined) return afterwards(fault, isCommit ? "athanor current" : again);
  if (step === undefined) return ["athanor current"];
  if (standing.isConnectionLost) return [again];
  const correction = `Correct ${step.revision.path}, then: ${again}`;
  return isThereAlready(standing)
    ? [`If the database has all that it makes: athanor stamp ${step.revision.id}`, correction]
    : [correction];
}

/** What is to be done first, and the command once that is done. */
function afterwards({ suggestions }: Fault, command: string): readonly string[] {
  const [first, ...others] = suggestions;
  return first === undefined
    ? [command]
    : [`${first.replace(/\.$/, "")}, then: ${command}`, ...others];
}

/** Where nothing is wrong with the revision itself. */
const knownWaysOut: Readonly<Record<string, (again: string, path: string) => readonly string[]>> = {
  INTERRUPTED: (again) => [again],
  DESTRUCTION_REFUSED: (again) => [
    `${again} --allow-destructive`,
    'destructive: "allow" in the configuration of this environment',
  ],
  ROWS_NOT_CONVERTIBLE: (again, path) => [
    `Correct the values that cannot be converted, then: ${again}`,
    `Say with "using" in ${path} how each value is converted, then: ${again}`,
  ],
  LOCK_LOST: (again) => [`See that no other run is at work (athanor current), then: ${again}`],
  LOCK_NOT_AVAILABLE: (again) => [
    `End what holds the lock, or wait for it, then: ${again}`,
    `${again} --lock-timeout 30s`,
  ],
};

function codeIn(error: unknown): string | undefined {
  return error instanceof AthanorError ? error.code : undefined;
}

function resumptions(
  { revision, direction: way }: Step,
  { direction }: Recorded,
  fault: Fault | undefined,
): readonly string[] {
  const upgrade = `athanor upgrade ${revision.id}`;
  const downgrade = "athanor downgrade -1";
  const [same, other] = way === "upgrade" ? [upgrade, downgrade] : [downgrade, upgrade];
  const correction = `Correct the data, or ${revision.path} from there on, then: ${same}`;
  return [
    ...(fault === undefined ? [correction] : afterwards(fault, same)),
    way === direction
      ? `To take back what is done: ${other}`
      : `To finish the ${direction}: ${other}`,
  ];
}

/** A database that was made by other means has what the first revisions would make. */
function isThereAlready({ step, error }: Standing): boolean {
  return step?.direction === "upgrade" && /\balready exists\b/.test(messageOf(error));
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
  const { result, step, recorded } = standing;
  const applied = result.applied.map(({ revision }) => revision);
  const before =
    applied.length === 0 ? "" : ` ${listed(applied)} stay${applied.length === 1 ? "s" : ""} done.`;
  if (step !== undefined && recorded !== undefined)
    return `${recordedSentence(step, recorded)}${before}`;
  if (standing.isUnread === true) {
    return `How far it has come is recorded in the database, which does not answer now.${before}`;
  }
  if (standing.isConnectionLost && codeIn(standing.error) === commitFailureCode) {
    return `The connection was lost before the database had answered: what was to be committed is done or rolled back as a whole.${before}`;
  }
  const at = result.to.length === 0 ? "base" : result.to.join(", ");
  if (isOutside(standing)) {
    return `Nothing of it is done, but what failed stood outside a transaction and may have left something behind; the database is at ${at}.${before}`;
  }
  if (applied.length > 0) return `It was rolled back, and the database is at ${at}.${before}`;
  return `Everything was rolled back, and the database is as it was, at ${at}.`;
}

/** Where nothing else stands outside a transaction, what is half made there is reported. */
function isOutside({ error }: Standing): boolean {
  return error instanceof AthanorError && error.facts["outside"] === true;
}

function recordedSentence({ direction }: Step, recorded: Recorded): string {
  const { done, undone, inDoubt } = recorded;
  const doubt =
    inDoubt === undefined
      ? ""
      : ` Whether "${shortened(inDoubt)}" was carried out is not known yet: the next run asks the database.`;
  const are = (count: number): string => `${counted(count)} of it ${count === 1 ? "is" : "are"}`;
  if (undone === 0 && recorded.direction === direction) {
    const rest = "the next run goes on from there, or takes back what is done";
    return `${done === 0 ? "Nothing of it is known to be done" : `${are(done)} done and recorded: ${rest}`}.${doubt}`;
  }
  const back =
    undone === 0 ? "" : `, and ${counted(undone).toLowerCase()} ran since to take that back`;
  return `The ${recorded.direction} is half done: ${are(done).replace("One", "one")} recorded${back}.${doubt}`;
}

const longest = 200;

function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}...`;
}

const listed = (ids: readonly string[]): string => ids.join(", ");

const counted = (count: number): string =>
  count === 1 ? "One statement" : `${String(count)} statements`;

const withStop = (sentence: string): string =>
  /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
