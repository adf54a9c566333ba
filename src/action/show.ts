import { describe } from "../operation/describe.js";
import type { Hazard } from "../operation/hazard.js";
import { createPresentNames } from "../operation/present-names.js";
import { without } from "../schema/without.js";
import type { Graph } from "../revision/graph.js";
import type { RevisionModule } from "../revision/revision-module.js";
import type { Revision } from "../revision/revision.js";
import { acceptOptions } from "../project/accept-options.js";
import type { Known } from "../runner/replay.js";
import type { Step } from "../revision/step.js";
import { chooseRevisions } from "../project/choose-revisions.js";
import { knownHistory } from "../history/known-point.js";
import { loadRevision } from "../history/load-with-checksum.js";
import {
  projectKinds,
  openProject,
  type Project,
  type ProjectOptions,
} from "../project/project.js";
import { readSurroundings, type Surroundings } from "../project/surroundings.js";
import { summarize, type RevisionSummary } from "../project/revision-summary.js";
import { operationsOf, replayStep, type WalkedOperation } from "../history/walk.js";
import { walkHazards } from "../history/walk-hazards.js";

export type ShowOptions = ProjectOptions & { readonly revision: string };

/** What a revision does to one database, operation by operation. */
export type ShownDatabase = {
  /** `"default"` where the file does not name its databases. */
  readonly database: string;
  readonly upgrade: readonly string[];
  readonly downgrade: readonly string[];
  /** What of it endangers rows; how many, only a database can tell. */
  readonly hazards: {
    readonly upgrade: readonly ShownHazard[];
    readonly downgrade: readonly ShownHazard[];
  };
};

/** A hazard, and the operation that has it as one sentence. */
export type ShownHazard = Omit<Hazard, "rows"> & { readonly operation: string };

export type ShowResult = {
  readonly revisions: readonly (RevisionSummary & {
    readonly databases: readonly ShownDatabase[];
  })[];
  /** What could not be followed without a database, and why. */
  readonly notes: readonly string[];
};

/**
 * A revision's header, and what its `upgrade` and `downgrade` do. No database is asked, unless for `current`; which
 * dialect it speaks, and what plugins add, the environment tells.
 *
 * @throws AthanorError what resolving the identifier and loading the file throw.
 * @example
 * const { revisions } = await show({ revision: "head" });
 */
export async function show(options: ShowOptions): Promise<ShowResult> {
  await acceptOptions("show", options, { ...projectKinds, revision: "text" });
  const project = await openProject(options, "show");
  const { graph, notes } = await project.history();
  const chosen = await chooseRevisions(project, graph, options.revision, "athanor show");
  const { of, notes: unknown } = await readSurroundings(project);
  const told = [...notes, ...unknown];
  const revisions = [];
  for (const revision of chosen) {
    const databases = await followRevision(project, graph, revision, { of, notes: told });
    revisions.push({ ...summarize(graph, revision), databases });
  }
  return { revisions, notes: told };
}

type Following = Pick<Surroundings, "of"> & { readonly notes: string[] };

async function followRevision(
  project: Project,
  graph: Graph,
  revision: Revision,
  { of, notes }: Following,
): Promise<readonly ShownDatabase[]> {
  const module = await loadRevision(project, revision);
  const below = graph.ancestors(graph.below(revision.id));
  const shown: ShownDatabase[] = [];
  for (const database of databasesOf(module)) {
    const { dialect, kinds } = of(database);
    const named = { dialect: dialect?.name ?? "unknown", database, kinds };
    const start = await knownHistory(project, graph, below, named);
    const tell = async (direction: Step["direction"], from: Known) => {
      const step = await replayStep(project, { revision, direction }, { named, start: from });
      const operations = operationsOf(step);
      notes.push(...step.notes);
      return {
        after: step.after,
        sentences: operations.map(({ operation }) => describe(operation, kinds)),
        hazards: tellHazards(operations, of(database)),
      };
    };
    const up = await tell("upgrade", start);
    const down = await tell("downgrade", up.after);
    const hazards = { upgrade: up.hazards, downgrade: down.hazards };
    shown.push({ database, upgrade: up.sentences, downgrade: down.sentences, hazards });
  }
  return shown;
}

function tellHazards(
  operations: readonly WalkedOperation[],
  { dialect, kinds }: ReturnType<Surroundings["of"]>,
): readonly ShownHazard[] {
  const names = createPresentNames();
  const walk = walkHazards(operations, { dialect, kinds, names });
  return [...walk].flatMap(({ whole, hazards }) =>
    hazards.map((hazard) => ({ operation: describe(whole, kinds), ...without(hazard, "rows") })),
  );
}

function databasesOf({ upgrade, downgrade }: RevisionModule): readonly string[] {
  const names = [upgrade, downgrade].flatMap((functions) =>
    typeof functions === "function" ? [] : Object.keys(functions),
  );
  return names.length === 0 ? ["default"] : [...new Set(names)];
}
