import { isPluginOperation, partsOf, type AnyOperation } from "../operation/plugin-operation.js";
import { isTableChange } from "../operation/table-change.js";
import type { Graph } from "../revision/graph.js";
import type { RevisionModule } from "../revision/revision-module.js";
import type { Revision } from "../revision/revision.js";
import { nameRevision } from "../revision/wording.js";
import { nameText, sameName, type QualifiedName } from "../schema/name.js";
import { knownHistory } from "./known-point.js";
import { loadRevision } from "./load-with-checksum.js";
import { operationsOf, upgradeOf, walk } from "./walk.js";
import type { Project } from "../project/project.js";
import { readSurroundings, type Surroundings } from "../project/surroundings.js";

/** What two branches both change. */
export type MergeConflict = {
  /** `users`, or `users.name`. */
  readonly subject: string;
  /** The revisions that change it, one of each branch. */
  readonly revisions: readonly [string, string];
};

export type MergeReport = {
  readonly conflicts: readonly MergeConflict[];
  readonly notes: readonly string[];
};

/** What one operation does to one table: to a column of it, to the table itself (`whole`), or to something else in it. */
type Touched = {
  readonly table: QualifiedName;
  readonly column?: string;
  readonly whole?: true;
};

type Touch = Touched & { readonly database: string; readonly revision: string };

/**
 * The tables and columns that more than one of the merged branches changes. The branches are read without a database;
 * what they do in plain SQL is not seen.
 *
 * A column counts where both branches add, alter, rename or drop it; a table, where one branch creates, renames or
 * drops it and the other branch touches it.
 */
export async function findMergeConflicts(
  project: Project,
  graph: Graph,
  parents: readonly string[],
): Promise<MergeReport> {
  const surroundings = await readSurroundings(project);
  const shared = sharedBy(graph, parents);
  const branches: (readonly Touch[])[] = [];
  for (const parent of parents) {
    const line = graph.ancestors([parent]);
    const own = graph.revisions.filter(({ id }) => line.has(id) && !shared.has(id));
    branches.push(await touchesOf(project, graph, { shared, own, surroundings }));
  }
  const conflicts = branches.flatMap((first, at) =>
    branches.slice(at + 1).flatMap((second) => conflictsOf(first, second)),
  );
  return { conflicts, notes: conflicts.map((conflict) => noteOn(graph, conflict)) };
}

function noteOn(graph: Graph, { subject, revisions }: MergeConflict): string {
  const [first, second] = revisions.map((id) => nameRevision(graph, id));
  return `${first ?? ""} and ${second ?? ""} both change ${subject}. The order in which a database runs them decides how it ends. Upgrade a database, run "athanor check", and write the difference into a revision on top of the merge.`;
}

/** What is applied in every one of the branches. */
function sharedBy(graph: Graph, parents: readonly string[]): ReadonlySet<string> {
  const [first = new Set<string>(), ...others] = parents.map((id) => graph.ancestors([id]));
  return new Set([...first].filter((id) => others.every((other) => other.has(id))));
}

type Branch = {
  readonly shared: ReadonlySet<string>;
  readonly own: readonly Revision[];
  readonly surroundings: Surroundings;
};

async function touchesOf(
  project: Project,
  graph: Graph,
  branch: Branch,
): Promise<readonly Touch[]> {
  const { shared, own, surroundings } = branch;
  const touches: Touch[] = [];
  const modules = await Promise.all(own.map((revision) => loadRevision(project, revision)));
  for (const database of databasesOf(modules)) {
    const { dialect, kinds } = surroundings.of(database);
    const named = { dialect: dialect?.name ?? "unknown", database, kinds };
    const start = await knownHistory(project, graph, shared, named);
    for await (const step of walk(project, own.map(upgradeOf), { named, start })) {
      const { id: revision } = step.step.revision;
      const parts = operationsOf(step).flatMap(({ operation }) => partsOf(operation));
      touches.push(...parts.flatMap(touchedBy).map((touch) => ({ ...touch, database, revision })));
    }
  }
  return touches;
}

function databasesOf(modules: readonly RevisionModule[]): readonly string[] {
  const named = modules.flatMap(({ upgrade }) =>
    typeof upgrade === "function" ? ["default"] : Object.keys(upgrade),
  );
  return [...new Set(named)];
}

/** What a change of a table leaves as it is, as far as columns go, is no matter here: an index, a constraint, a comment. */
function touchedBy(operation: AnyOperation): readonly Touched[] {
  if (isPluginOperation(operation)) return [];
  switch (operation.kind) {
    case "createTable":
    case "dropTable":
      return [{ table: operation.table, whole: true }];
    case "renameTable":
      return [operation.from, operation.to].map((table) => ({ table, whole: true }));
    case "addColumn":
    case "dropColumn":
      return [{ table: operation.table, column: operation.column.name }];
    case "alterColumn":
      return columnsIn(operation.table, [operation.from.name, operation.to.name]);
    case "renameColumn":
      return columnsIn(operation.table, [operation.from, operation.to]);
    default:
      return isTableChange(operation) ? [{ table: operation.table }] : [];
  }
}

function columnsIn(table: QualifiedName, names: readonly string[]): readonly Touched[] {
  return [...new Set(names)].map((column) => ({ table, column }));
}

/** Each subject once, by the first revisions of both branches that meet in it. */
function conflictsOf(first: readonly Touch[], second: readonly Touch[]): readonly MergeConflict[] {
  const found = new Map<string, MergeConflict>();
  for (const one of first) {
    for (const other of second) {
      const subject = meetingOf(one, other);
      if (subject === undefined || found.has(subject)) continue;
      found.set(subject, { subject, revisions: [one.revision, other.revision] });
    }
  }
  return [...found.values()];
}

function meetingOf(one: Touch, other: Touch): string | undefined {
  const isApart = one.database !== other.database || one.revision === other.revision;
  if (isApart || !sameName(one.table, other.table)) return undefined;
  const table = nameText(one.table);
  if (one.whole === true || other.whole === true) return table;
  const isSame = one.column !== undefined && one.column === other.column;
  return isSame ? `${table}.${one.column}` : undefined;
}
