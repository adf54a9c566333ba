import type { Graph } from "../revision/graph.js";
import { rangeNeedsRows, resolveRange } from "../revision/range.js";
import type { Revision } from "../revision/revision.js";
import { acceptOptions } from "../project/accept-options.js";
import { once } from "../project/once.js";
import { projectKinds, openProject, type ProjectOptions } from "../project/project.js";
import { summarize, type RevisionSummary } from "../project/revision-summary.js";
import { allRows, readVersionRows } from "../project/version-rows.js";

export type HistoryOptions = ProjectOptions & {
  /** `a:b`, both ends with them; either may be left out, or be `current`. Default: all. */
  readonly range?: string;
  /** How many, counted from the newest. */
  readonly limit?: number;
  /** Asks the databases which revisions they stand at. */
  readonly indicateCurrent?: boolean;
};

export type ListedRevision = RevisionSummary & {
  /** Is it a version row of some database? Left out unless the databases were asked. */
  readonly current?: boolean;
  /** Is it applied in every database? Left out unless the databases were asked. */
  readonly applied?: boolean;
  /** How it stands in each database. Left out unless the databases were asked. */
  readonly places?: readonly DatabasePlace[];
};

/** `current`: a version row; `applied`: below one; `pending`: not applied. */
export type DatabasePlace = {
  readonly database: string;
  readonly place: "current" | "applied" | "pending";
};

export type HistoryResult = {
  /** Newest first. */
  readonly revisions: readonly ListedRevision[];
  readonly notes: readonly string[];
};

/**
 * The revisions, newest first. Reads the headers of the files only; asks the databases where `current` is involved.
 *
 * @throws AthanorError `MALFORMED_RANGE`, `RANGE_NOT_DESCENT`, and what resolving an identifier throws.
 * @example
 * const { revisions } = await history({ range: "v1.3:v1.4" });
 */
export async function history(options: HistoryOptions = {}): Promise<HistoryResult> {
  await acceptOptions("history", options, {
    ...projectKinds,
    range: "text",
    limit: "number",
    indicateCurrent: "flag",
  });
  const project = await openProject(options, "history");
  const { graph, notes } = await project.history();
  const { range, limit, indicateCurrent = false } = options;
  const readRows = once(() => readVersionRows(project));
  const chosen = await choose(graph, range, readRows);
  const newestFirst = chosen.slice(0, limit).map((revision) => summarize(graph, revision));
  if (!indicateCurrent) return { revisions: newestFirst, notes };
  const rows = await readRows();
  const placesOf = findPlaces(graph, rows);
  const revisions = newestFirst.map((summary) => {
    const places = placesOf(summary.revision);
    const current = places.some(({ place }) => place === "current");
    const applied = places.every(({ place }) => place !== "pending");
    return { ...summary, current, applied, places };
  });
  return { revisions, notes: [...notes, ...unknownRows(graph, rows)] };
}

/** The version rows of each database, by its name. */
type Rows = ReadonlyMap<string, readonly string[]>;

async function choose(
  graph: Graph,
  range: string | undefined,
  readRows: () => Promise<Rows>,
): Promise<readonly Revision[]> {
  if (range === undefined) return graph.undoOrder;
  const rows = rangeNeedsRows(range) ? allRows(await readRows()) : undefined;
  const within = new Set(resolveRange(graph, range, rows).map(({ id }) => id));
  return graph.undoOrder.filter(({ id }) => within.has(id));
}

function findPlaces(graph: Graph, rows: Rows): (id: string) => readonly DatabasePlace[] {
  const databases = [...rows].map(([database, own]) => {
    const current = new Set(own.filter((row) => graph.byId.has(row)));
    return { database, current, applied: graph.ancestors([...current]) };
  });
  return (id) =>
    databases.map(({ database, current, applied }) => ({
      database,
      place: current.has(id) ? "current" : applied.has(id) ? "applied" : "pending",
    }));
}

/** Rows that no file has are told, and keep nobody from looking at the history. */
function unknownRows(graph: Graph, rows: Rows): readonly string[] {
  return [...rows].flatMap(([database, own]) =>
    own
      .filter((row) => !graph.byId.has(row))
      .map((row) => `Database "${database}" is at "${row}", which no revision file has.`),
  );
}
