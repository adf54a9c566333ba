import { AthanorError, hasCode } from "../error/athanor-error.js";
import { describe } from "../operation/describe.js";
import type { RevisionHeader } from "../render/revision-header.js";
import type { Dialect } from "../plugin/dialect.js";
import type { Graph } from "../revision/graph.js";
import type { Plan, Step } from "../revision/step.js";
import { planUpgrade } from "../revision/upgrade.js";
import { run } from "../runner/run.js";
import type { ComparedDatabase } from "../compare/compare-database.js";
import { eachDatabase, targetOf, type DatabaseAccess } from "../project/database-access.js";
import { loadWithChecksum } from "../history/load-with-checksum.js";
import { forShell } from "../compare/rename-option.js";
import { obstacleText } from "../compare/settle-obstacles.js";
import { withRevision } from "../draft/new-revision.js";
import { findObstacles } from "../compare/find-obstacles.js";
import type { Project } from "../project/project.js";

export type Rehearsal = {
  /** The history without the new revisions. */
  readonly graph: Graph;
  /** In the order in which they follow each other. */
  readonly headers: readonly RevisionHeader[];
  /** Absolute: of their files. */
  readonly paths: readonly string[];
  readonly looks: ReadonlyMap<string, ComparedDatabase["lookAgain"]>;
};

/**
 * Runs a new revision up and down on each database, in one transaction that is rolled back, and looks after each way
 * whether the database is as the entities want it, and as it was.
 *
 * @throws AthanorError `REHEARSAL_IMPOSSIBLE` where definitions cannot be rolled back; `REHEARSAL_FAILED`, with the facts
 * of the statement that failed, or with `operations`: what is still to be done, one sentence each.
 */
export async function rehearse(project: Project, rehearsal: Rehearsal): Promise<void> {
  const { headers, paths } = rehearsal;
  const graph = headers.reduce(
    (known, header, at) => withRevision(known, header, paths[at] ?? ""),
    rehearsal.graph,
  );
  const [first = "", last = ""] = [headers.at(0)?.revision, headers.at(-1)?.revision];
  await eachDatabase(project, async (access) => {
    if (!access.dialect.capabilities.transactionalDdl) throw impossible(access);
    const found: AthanorError[] = [];
    let wayBack: readonly Step[] = [];
    await runThereAndBack(project, access, {
      plan: (rows) => {
        const plan = thereAndBack(graph, rows, last);
        wayBack = plan.steps.filter(({ direction }) => direction === "downgrade");
        return plan;
      },
      after: async ({ revision, direction }) => {
        if (revision.id !== (direction === "upgrade" ? last : first)) return;
        if (direction === "upgrade") await judgeWayBack(project, access, wayBack);
        const remaining = await lookAt(rehearsal, access, direction);
        if (remaining.length > 0) found.push(differs(access.name, direction, remaining));
      },
    });
    const [difference] = found;
    if (difference !== undefined) throw difference;
  });
}

async function lookAt(
  { looks }: Rehearsal,
  access: DatabaseAccess,
  direction: Step["direction"],
): Promise<readonly string[]> {
  const looked = await looks.get(access.name)?.(access);
  const remaining = (direction === "upgrade" ? looked?.missing : looked?.changed) ?? [];
  return remaining.map((operation) => describe(operation, access.environment.kinds));
}

function thereAndBack(graph: Graph, rows: readonly string[], revision: string): Plan {
  const { steps } = planUpgrade(graph, rows, revision);
  const back = steps.toReversed().map(({ removes, inserts, ...step }) => ({
    ...step,
    direction: "downgrade" as const,
    removes: inserts,
    inserts: removes,
  }));
  return { steps: [...steps, ...back], rows };
}

type Ways = {
  readonly plan: (rows: readonly string[]) => Plan;
  readonly after: (step: Step) => Promise<void>;
};

async function runThereAndBack(
  project: Project,
  access: DatabaseAccess,
  { plan, after }: Ways,
): Promise<void> {
  const { onVersionApply } = access.environment;
  try {
    await run({
      ...targetOf(project, access, {}),
      dialect: withinTransaction(access.dialect),
      direction: "upgrade",
      dryRun: true,
      transaction: "all",
      arguments: project.arguments,
      plan,
      load: (revision) => loadWithChecksum(project, revision),
      onVersionApply: async (step, context) => {
        await onVersionApply?.(step, context);
        await after(step);
      },
    });
  } catch (error) {
    throw error instanceof AthanorError ? stopped(error) : error;
  }
}

/** What is otherwise done while others write is done in the transaction: the index is the same. */
function withinTransaction(dialect: Dialect): Dialect {
  return {
    ...dialect,
    ddl: {
      ...dialect.ddl,
      compile: (operation, context) =>
        dialect.ddl.compile(
          operation.kind === "createIndex" || operation.kind === "dropIndex"
            ? { ...operation, concurrently: false }
            : operation,
          context,
        ),
    },
  };
}

/** What a run advises is about revisions that stay; of these nothing does. */
function stopped(failure: AthanorError): AthanorError {
  const { facts, cause } = failure;
  if (hasCode(cause, "REHEARSAL_FAILED")) return cause;
  const { direction, operation } = facts;
  const which = direction === undefined ? "" : ` of the ${String(direction)}`;
  const at = operation === undefined ? "" : ` at "${String(operation)}"`;
  const said = (cause instanceof AthanorError ? cause.message : failure.message).replace(/\.$/, "");
  return new AthanorError({
    code: "REHEARSAL_FAILED",
    message: `The rehearsal${which} failed${at}: ${said}. It was rolled back, and the revision files are as they were.`,
    suggestions: byHand,
    facts,
    cause: failure,
  });
}

const byHand = [
  "Write it without --rehearse, correct the file, and try it on a copy of the database.",
];

/** @throws AthanorError `REHEARSAL_FAILED` where rows have no value in a column that the way back makes required. */
async function judgeWayBack(
  project: Project,
  access: DatabaseAccess,
  steps: readonly Step[],
): Promise<void> {
  const { obstacles } = await findObstacles(project, access, steps);
  if (obstacles.length === 0) return;
  const flags = obstacles.map(({ place }) => `--backfill ${forShell(`${place}=EXPRESSION`)}`);
  throw new AthanorError({
    code: "REHEARSAL_FAILED",
    message: `The downgrade cannot lead back on the rows of "${access.name}":\n${obstacles.map(obstacleText).join("\n")}\nThe rehearsal was rolled back, and the revision files are as they were.`,
    suggestions: [
      `Say what the downgrade gives them: athanor revision --autogenerate --rehearse ${flags.join(" ")}`,
      "Write it without --rehearse: a downgrade asks for the values, or takes --backfill.",
    ],
    facts: { database: access.name, direction: "downgrade", columns: obstacles },
  });
}

function differs(
  database: string,
  direction: Step["direction"],
  operations: readonly string[],
): AthanorError {
  const rule =
    direction === "upgrade"
      ? "its upgrade does not lead to what the entities want"
      : "its downgrade does not lead back to what was there";
  return new AthanorError({
    code: "REHEARSAL_FAILED",
    message: `The new revision was rehearsed on "${database}" and rolled back, and the revision files are as they were: ${rule}. Still to do:\n${operations.map((each) => `  - ${each}`).join("\n")}`,
    suggestions: [
      "Write it without --rehearse, and mend it by hand.",
      "Look at what rewrite in env.ts changes.",
    ],
    facts: { database, direction, operations },
  });
}

function impossible({ name, dialect }: DatabaseAccess): AthanorError {
  return new AthanorError({
    code: "REHEARSAL_IMPOSSIBLE",
    message: `"${name}" cannot be rehearsed on: ${dialect.name} does not roll definitions back. No file is kept.`,
    suggestions: ["Write it without --rehearse, and try it on a copy of the database."],
    facts: { database: name, dialect: dialect.name },
  });
}
