import { colour } from "./colour.js";
import type { AppliedRevision, PlannedRevision, RunResult } from "../runner/run-record.js";
import { count, durationText } from "./duration.js";

/** What a run did to each database. */
export function describeRuns(runs: readonly RunResult[]): string {
  return runs
    .map((run) => (runs.length > 1 ? `${run.database}:\n${describeRun(run)}` : describeRun(run)))
    .join("\n");
}

function describeRun(run: RunResult): string {
  if (run.planned !== undefined) return describePlan(run, run.planned);
  const moved = run.dryRun ? run.rolledBack : run.applied;
  if (moved.length === 0) return `Nothing to do: the database is at ${place(run.to)}.`;
  const lines = moved.map(movedLine);
  const dry = run.dryRun ? [...dryStatements(run), "Dry run: everything was rolled back."] : [];
  const total = `${count(moved.length, "revision")} in ${durationText(run.milliseconds)}`;
  const end = run.dryRun ? place(run.from) : place(run.to);
  return [...lines, ...dry, `The database is at ${end} (${total}).`].join("\n");
}

/** Where definitions take no part in transactions, running them to see is running them. */
function describePlan(run: RunResult, planned: readonly PlannedRevision[]): string {
  const lines = planned.map(({ direction, revision, message }) =>
    `would ${direction} ${colour.yellow(revision)} ${message}`.trimEnd(),
  );
  return [
    ...lines,
    "This is the plan; nothing was run, for this database cannot roll changes of tables back. --sql prints the statements.",
    `The database is at ${place(run.from)}.`,
  ].join("\n");
}

function movedLine(moved: AppliedRevision): string {
  const verb = moved.direction === "upgrade" ? colour.green("applied") : colour.magenta("undone");
  const message = moved.message === "" ? "" : ` ${moved.message}`;
  // What a revision sends by a query runner of its own is not counted: nothing is better than a nought.
  const sent = moved.statements === 0 ? [] : [count(moved.statements, "statement")];
  const cost = [...sent, durationText(moved.milliseconds)].join(", ");
  return `${verb} ${colour.yellow(moved.revision)}${message} ${colour.dim(`(${cost})`)}`;
}

function dryStatements({ statements }: RunResult): readonly string[] {
  return statements.map(({ sql, milliseconds, rows }) =>
    colour.dim(`  ${sql};  -- ${durationText(milliseconds)}, ${count(rows, "row")}`),
  );
}

/** The version rows for people. */
export function place(rows: readonly string[]): string {
  return rows.length === 0 ? "base" : rows.join(", ");
}
