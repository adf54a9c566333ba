import type { JournalEntry } from "../../plugin/version-store.js";
import type { Revision } from "../../revision/revision.js";
import type { Plan, Step } from "../../revision/step.js";
import { ownTablesOf } from "../own-tables.js";
import type { RunTarget } from "../run-request.js";
import { leftUnfinished, unfinishedIn } from "./mismatch.js";

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
