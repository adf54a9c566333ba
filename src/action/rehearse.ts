import { AthanorError } from "../error/athanor-error.js";
import { describe } from "../operation/describe.js";
import type { RevisionHeader } from "../render/revision-header.js";
import type { Graph } from "../revision/graph.js";
import type { Plan, Step } from "../revision/step.js";
import { planUpgrade } from "../revision/upgrade.js";
import { run } from "../runner/run.js";
import type { ComparedDatabase } from "./compare-database.js";
import { eachDatabase, targetOf, type DatabaseAccess } from "./database-access.js";
import { loadWithChecksum } from "./load-with-checksum.js";
import { withRevision } from "./new-revision.js";
import type { Project } from "./project.js";

export type Rehearsal = {
  /** The history without the new revision. */
  readonly graph: Graph;
  readonly header: RevisionHeader;
  /** Absolute: of its file. */
  readonly path: string;
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
  const graph = withRevision(rehearsal.graph, rehearsal.header, rehearsal.path);
  await eachDatabase(project, async (access) => {
    if (!access.dialect.capabilities.transactionalDdl) throw impossible(access);
    const found: AthanorError[] = [];
    await runThereAndBack(project, access, {
      plan: (rows) => thereAndBack(graph, rows, rehearsal.header.revision),
      after: async ({ direction }) => {
        const remaining = await lookAt(rehearsal, access, direction);
        if (remaining.length > 0) found.push(differs(access.name, direction, remaining));
      },
    });
    const [first] = found;
    if (first !== undefined) throw first;
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

function stopped(cause: AthanorError): AthanorError {
  return new AthanorError({
    code: "REHEARSAL_FAILED",
    message: `The rehearsal stopped; it was rolled back, and no file is kept. ${cause.message}`,
    suggestions: cause.suggestions,
    facts: cause.facts,
    cause,
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
    message: `The new revision was rehearsed on "${database}" and rolled back, and no file is kept: ${rule}. Still to do:\n${operations.map((each) => `  - ${each}`).join("\n")}`,
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
