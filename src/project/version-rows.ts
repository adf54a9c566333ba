import type { Graph } from "../revision/graph.js";
import { appliedBy } from "../revision/rows.js";
import { eachDatabase } from "./database-access.js";
import type { Project } from "./project.js";

/** The version rows of each database, by its name. Changes nothing. */
export async function readVersionRows(
  project: Project,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const entries = await eachDatabase(
    project,
    async ({ name, connection, dialect, versionTable }) => {
      const rows = await dialect.store.read(connection, versionTable);
      return [name, rows] as const;
    },
  );
  return new Map(entries);
}

/** The rows of all databases together, each once. */
export async function readAllRows(project: Project): Promise<readonly string[]> {
  return allRows(await readVersionRows(project));
}

export function allRows(rows: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...new Set([...rows.values()].flat())].sort();
}

/** What is applied in every database. */
export async function appliedInAll(project: Project, graph: Graph): Promise<ReadonlySet<string>> {
  const rows = await readVersionRows(project);
  const [first, ...others] = [...rows.values()].map((own) => appliedBy(graph, own));
  const everywhere = (id: string): boolean => others.every((applied) => applied.has(id));
  return new Set([...(first ?? [])].filter(everywhere));
}
