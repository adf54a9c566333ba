import { AthanorError } from "../../error/athanor-error.js";
import type { Connection } from "../../plugin/connection.js";
import type { JournalEntry } from "../../plugin/version-store.js";
import type { Revision } from "../../revision/revision.js";
import type { Plan, Step } from "../../revision/step.js";
import { ownTablesOf } from "../own-tables.js";
import type { RunTarget, RunRequest } from "../run-request.js";

/** A revision that was begun and is not finished. */
export type Unfinished = {
  readonly revision: string;
  /** The way that it was going. */
  readonly direction: Step["direction"];
  /** What finishing it would do to the version rows. */
  readonly removes: readonly string[];
  readonly inserts: readonly string[];
  /** What rows were to get in columns that become required. Left out: nothing. */
  readonly fills?: Fills;
  /** What it had done. */
  readonly lines: readonly JournalEntry[];
  /** What had been taken back of that; empty where nobody has tried. */
  readonly undone: readonly JournalEntry[];
};

/** The journals that the database holds. */
export async function readUnfinished(
  target: Pick<RunTarget, "connection" | "dialect" | "versionTable">,
): Promise<readonly Unfinished[]> {
  const { connection, dialect, versionTable } = target;
  const { journal } = ownTablesOf(versionTable);
  const lines = await dialect.store.readJournal(connection, journal);
  const heads = lines.filter(({ kind }) => kind === "step");
  return heads.map(({ revision, direction, subject }) => {
    const own = lines.filter((line) => line.revision === revision);
    return {
      revision,
      direction,
      ...(JSON.parse(subject) as Pick<Unfinished, "removes" | "inserts" | "fills">),
      lines: own.filter((line) => line.direction === direction),
      undone: own.filter((line) => line.direction !== direction),
    };
  });
}

/** What the database holds of one revision; `undefined`: nothing is half done of it. */
export async function findUnfinished(
  target: Pick<RunTarget, "connection" | "dialect" | "versionTable">,
  revision: string,
): Promise<Unfinished | undefined> {
  return (await readUnfinished(target)).find((half) => half.revision === revision);
}

/** Is it a statement that was carried out? */
export function isDone({ kind, outcome }: Pick<JournalEntry, "kind" | "outcome">): boolean {
  return kind === "statement" && outcome === "done";
}

/** The step that was begun. */
export function stepOf({ direction, removes, inserts }: Unfinished, revision: Revision): Step {
  return { revision, direction, removes, inserts };
}

type Fills = readonly (readonly [place: string, sql: string])[];

/** The subject of a journal's first line: what finishing the step does to the version rows, and what it was told of rows. */
export function headSubject({ removes, inserts }: Step, fills?: RunTarget["fills"]): string {
  return JSON.stringify({ removes, inserts, ...(fills?.size ? { fills: [...fills] } : {}) });
}

/** Who takes up what is half done gives its rows what they were to get: its statements are the same again. No other revision's rows get it. */
export function withFills<Target extends Pick<RunTarget, "fills">>(
  target: Target,
  { fills = [] }: Unfinished,
): Target {
  return fills.length === 0
    ? target
    : { ...target, fills: new Map([...(target.fills ?? []), ...fills]) };
}

/**
 * The version rows to plan from. For whoever goes the other way, a half-done revision counts as done: `downgrade -1` after
 * an upgrade that stopped half way takes back that revision, and not the one before it.
 */
export function plannedRows(
  rows: readonly string[],
  unfinished: readonly Unfinished[],
  direction: Step["direction"],
): readonly string[] {
  const present = new Set(rows);
  for (const half of unfinished) {
    if (half.direction === direction) continue;
    half.removes.forEach((row) => present.delete(row));
    half.inserts.forEach((row) => present.add(row));
  }
  return [...present].sort();
}

/** Throws `REVISION_UNFINISHED` where the plan passes a half-done revision by. */
export function checkPlanned(plan: Plan, unfinished: readonly Unfinished[]): void {
  const planned = new Set(plan.steps.map(({ revision }) => revision.id));
  const left = unfinished.find(({ revision }) => !planned.has(revision));
  if (left !== undefined) throw leftUnfinished(left);
}

/** Throws `REVISION_UNFINISHED` where a revision is half done in the database. */
export async function checkFinished(
  target: Pick<RunTarget, "connection" | "dialect" | "versionTable">,
  database: string,
): Promise<void> {
  const [half] = await readUnfinished(target);
  if (half !== undefined) throw unfinishedIn(half, database);
}

type Half = { readonly revision: string; readonly direction: Step["direction"] };

/** A run that would leave a half-done revision as it is. */
function leftUnfinished(half: Half): AthanorError {
  return unfinished(half, "and this run would leave it so", {});
}

/** A comparison with a database in which a revision is half done. */
function unfinishedIn(half: Half, database: string): AthanorError {
  const why = `so "${database}" is at no revision, and what is still to be done would be found as a difference`;
  return unfinished(half, why, { database });
}

function unfinished(
  half: Half,
  why: string,
  facts: Readonly<Record<string, string>>,
): AthanorError {
  const { revision, direction } = half;
  const up = `athanor upgrade ${revision}`;
  const [on, back] =
    direction === "upgrade" ? [up, "athanor downgrade -1"] : ["athanor downgrade -1", up];
  return new AthanorError({
    code: "REVISION_UNFINISHED",
    message: `The ${direction} of revision "${revision}" stopped half way, ${why}. It must be finished or taken back first.`,
    suggestions: [
      `To finish it: ${on}`,
      `To take it back: ${back}`,
      `If the database has all of it: athanor stamp ${revision}`,
    ],
    facts: { revision, direction, ...facts },
  });
}

/** What the database holds of a revision that has failed. */
export type Recorded = {
  /** Statements of it that are done, the way it was going when it began. */
  readonly done: number;
  /** Statements that were run since to take those back. */
  readonly undone: number;
  /** The statement whose end nobody saw. */
  readonly inDoubt?: string;
  readonly direction: Unfinished["direction"];
};

/** Asks the database itself, on whichever connection still answers. `unknown`: none does. */
export async function readRecord(
  request: RunRequest,
  observer: Connection,
  revision: string,
): Promise<Recorded | undefined | "unknown"> {
  const open = async () => {
    const connection = await request.connection.open();
    return { connection, close: connection.close };
  };
  const stay = async (): Promise<void> => undefined;
  const ways = [
    async () => ({ connection: request.connection, close: stay }),
    async () => ({ connection: observer, close: stay }),
    open,
  ];
  for (const way of ways) {
    try {
      const { connection, close } = await way();
      return recordedOf(await findUnfinished({ ...request, connection }, revision).finally(close));
    } catch {
      // The next may answer; that none does is reported.
    }
  }
  return "unknown";
}

function recordedOf(half: Unfinished | undefined): Recorded | undefined {
  if (half === undefined) return undefined;
  const { direction, lines, undone } = half;
  const doubtful = [...undone, ...lines].find(({ outcome }) => outcome === "started");
  return {
    direction,
    done: lines.filter(isDone).length,
    undone: undone.filter(isDone).length,
    ...(doubtful === undefined ? {} : { inDoubt: doubtful.subject }),
  };
}
