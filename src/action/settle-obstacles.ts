import { AthanorError } from "../error/athanor-error.js";
import { rejectUnused, type Backfills } from "./backfill-option.js";
import type { Plan, Step } from "../revision/step.js";
import { plannedRows, readUnfinished } from "../runner/journal/unfinished.js";
import type { DatabaseAccess } from "./database-access.js";
import { findObstacles, type Obstacle } from "./find-obstacles.js";
import type { Project } from "./project.js";
import type { AskBackfill } from "./question.js";
import { forShell } from "./rename-option.js";

export type SettleObstacles = {
  /** What rows get, as it was given. */
  readonly given: Backfills;
  /** Who is asked for what was not given. Default: nobody. */
  readonly ask?: AskBackfill;
  readonly plan: (rows: readonly string[]) => Plan;
  readonly direction: Step["direction"];
  /** As it was typed: `-1`. */
  readonly target: string;
};

/**
 * The values for rows that have none in a column that the plan makes required, before its first statement. A way there is
 * judged only where a statement that the rows refuse would stop a revision half way.
 *
 * @throws AthanorError `ROWS_NEED_VALUES` where one is missing, `UNUSED_BACKFILL`.
 */
export async function settleObstacles(
  project: Project,
  access: DatabaseAccess,
  { given, ask, plan, direction, target }: SettleObstacles,
): Promise<Backfills> {
  const { connection, dialect, versionTable } = access;
  if (direction === "upgrade" && dialect.capabilities.transactionalDdl && given.size === 0)
    return given;
  const rows = await dialect.versionStore.read(connection, versionTable);
  const unfinished = await readUnfinished(access);
  const { steps } = plan(plannedRows(rows, unfinished, direction));
  // What is half done has rows of its own making, and its own record of what they got.
  const whole = steps.filter(
    (step) => !unfinished.some((half) => half.revision === step.revision.id),
  );
  const { obstacles, places } = await findObstacles(project, access, whole);
  if (unfinished.length === 0) rejectUnused(given, [...places]);
  const values = new Map(given);
  const missing: Obstacle[] = [];
  for (const obstacle of obstacles.filter(({ place }) => !given.has(place))) {
    const sql = await ask?.(obstacle);
    if (sql === undefined) missing.push(obstacle);
    else values.set(obstacle.place, sql);
  }
  if (missing.length > 0) throw rowsNeedValues(access, missing, `${direction} ${target}`);
  return values;
}

function rowsNeedValues(
  { name }: DatabaseAccess,
  missing: readonly Obstacle[],
  command: string,
): AthanorError {
  const flags = missing.map(({ place }) => `--backfill ${forShell(`${place}=EXPRESSION`)}`);
  const database = name === "default" ? [] : [`--database ${forShell(name)}`];
  const where = name === "default" ? "" : ` in "${name}"`;
  return new AthanorError({
    code: "ROWS_NEED_VALUES",
    message: `${missing.map(obstacleText).join("\n")}\nNothing was run${where}.`,
    suggestions: [["athanor", command, ...database, ...flags].join(" ")],
    facts: { database: name, columns: missing },
  });
}

/** `Revision "4f1d" makes "notes" (varchar) of "users" required, and 3 rows have no value in it.` */
export function obstacleText({ revision, table, column, type, rows, sampled }: Obstacle): string {
  const many = `${sampled ? "at least " : ""}${String(rows)} ${rows === 1 ? "row has" : "rows have"}`;
  return `Revision "${revision}" makes "${column}" (${type}) of "${table}" required, and ${many} no value for it.`;
}
