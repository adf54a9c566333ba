import { AthanorError } from "../error/athanor-error.js";
import { rejectUnused, type Backfills } from "./backfill-option.js";
import { eachDatabase, type DatabaseAccess, type RunOptions } from "../project/database-access.js";
import { findObstacles, type FoundObstacles, type Obstacle } from "./find-obstacles.js";
import type { Project } from "../project/project.js";
import type { AskBackfill } from "./question.js";
import { readWay, type PlannedWay } from "./planned-way.js";
import { forShell } from "./rename-option.js";
import type { Refusal, Unjudged } from "./row-refusals.js";

export type SettleObstacles = PlannedWay & {
  /** What rows get, as it was given. */
  readonly given: Backfills;
  /** Who is asked for what was not given. Default: nobody. */
  readonly ask?: AskBackfill;
  /** As it was typed: `-1`. */
  readonly target: string;
  /** Is it the only database of the run? Then it needs every given value. */
  readonly isOnly: boolean;
};

export type SettledObstacles = {
  /** The values for rows that have none in a column that the plan makes required. */
  readonly fills: Backfills;
  /** What could not be judged. */
  readonly notes: readonly string[];
};

/**
 * What rows make of the plan, before its first statement. A way there is judged only where a statement that the rows refuse
 * would stop a revision half way.
 *
 * @throws AthanorError `ROWS_NEED_VALUES` where a value is missing, `ROWS_IN_THE_WAY`, `UNUSED_BACKFILL`.
 */
export async function settleObstacles(
  project: Project,
  access: DatabaseAccess,
  settling: SettleObstacles,
): Promise<SettledObstacles> {
  const { given, ask, direction, target } = settling;
  const { transactionalDdl } = access.dialect.capabilities;
  if (direction === "upgrade" && transactionalDdl && given.size === 0)
    return { fills: given, notes: [] };
  const found = await findPlanned(project, access, settling);
  const { obstacles, refusals, unjudged } = found;
  if (settling.isOnly && !found.isResumed) rejectUnused(given, [...found.places]);
  const values = new Map(given);
  const missing: Obstacle[] = [];
  for (const obstacle of obstacles.filter(({ place }) => !given.has(place))) {
    const sql = refusals.length > 0 ? undefined : await ask?.(obstacle);
    if (sql === undefined) missing.push(obstacle);
    else values.set(obstacle.place, sql);
  }
  const command = `${direction} ${target}`;
  if (refusals.length > 0) throw rowsInTheWay(access, refusals, missing, command);
  if (missing.length > 0) throw rowsNeedValues(access, missing, command);
  return { fills: values, notes: unjudged.map(unjudgedNote) };
}

/**
 * Of several databases each may need other values: what none of them needs is refused before the first statement of any.
 *
 * @throws AthanorError `UNUSED_BACKFILL`.
 */
export async function rejectUnusedByAll(
  project: Project,
  { given, ...settling }: Pick<SettleObstacles, "given" | "plan" | "direction">,
  run: RunOptions,
): Promise<void> {
  const all = await eachDatabase(
    project,
    (access) => findPlanned(project, access, settling),
    run,
    "keepOpen",
  );
  if (all.some(({ isResumed }) => isResumed)) return;
  rejectUnused(
    given,
    all.flatMap(({ places }) => [...places]),
  );
}

async function findPlanned(
  project: Project,
  access: DatabaseAccess,
  way: PlannedWay,
): Promise<FoundObstacles & { readonly isResumed: boolean }> {
  const { steps, unfinished } = await readWay(access, way);
  // What is half done has rows of its own making, and its own record of what they got.
  const whole = steps.filter(
    (step) => !unfinished.some((half) => half.revision === step.revision.id),
  );
  const found = await findObstacles(project, access, whole);
  return { ...found, isResumed: unfinished.length > 0 };
}

function rowsInTheWay(
  { name }: DatabaseAccess,
  refusals: readonly Refusal[],
  missing: readonly Obstacle[],
  command: string,
): AthanorError {
  const where = name === "default" ? "" : ` in "${name}"`;
  const lines = [...refusals.map(refusalText), ...missing.map(obstacleText)];
  return new AthanorError({
    code: "ROWS_IN_THE_WAY",
    message: `${lines.join("\n")}\nNothing was run${where}.`,
    suggestions: [`Change those rows, then: athanor ${command}`],
    facts: { database: name, refusals, columns: missing },
  });
}

/** `Revision "4f1d": create unique "uq" on "users" fails when rows are alike in the columns of the constraint, and 2 rows do not fit.` */
function refusalText({ revision, operation, rule, rows, sampled }: Refusal): string {
  const many = `${sampled ? "at least " : ""}${String(rows)} ${rows === 1 ? "row does" : "rows do"}`;
  return `Revision "${revision}": ${operation} ${rule}, and ${many} not fit.`;
}

function unjudgedNote({ revision, operation }: Unjudged): string {
  return `Revision "${revision}": ${operation} was not checked against the rows beforehand, for what comes before it may change them.`;
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
