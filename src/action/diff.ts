import type { AnyOperation } from "../operation/plugin-operation.js";
import { acceptOptions } from "../project/accept-options.js";
import type { ComparedDatabase } from "../compare/compare-database.js";
import { compareProject } from "../compare/compare-project.js";
import { compileDifference } from "../compare/compile-difference.js";
import type { DatabaseAccess } from "../project/database-access.js";
import { tellDifference, type DatabaseDifference } from "../compare/difference.js";
import { projectKinds, openProject, type ProjectOptions } from "../project/project.js";

export type DiffOptions = ProjectOptions & {
  /** Compiles the operations for the database. */
  readonly sql?: boolean;
};

export type DiffedDatabase = DatabaseDifference & {
  /** The operations as data, as a program would hand them to `op.invoke`. */
  readonly changes: readonly AnyOperation[];
  /** The statements, values inlined; only where asked for. */
  readonly sql?: readonly string[];
};

export type DiffResult = {
  readonly databases: readonly DiffedDatabase[];
  readonly notes: readonly string[];
};

/**
 * What autogenerate would write, without writing it. Changes nothing.
 *
 * @example
 * const { databases } = await diff({ sql: true });
 */
export async function diff(options: DiffOptions = {}): Promise<DiffResult> {
  await acceptOptions("diff", options, { ...projectKinds, sql: "flag" });
  const project = await openProject(options, "diff");
  const { graph, notes } = await project.history();
  const tell = async (
    compared: ComparedDatabase,
    access: DatabaseAccess,
  ): Promise<DiffedDatabase> => ({
    ...tellDifference(compared),
    changes: compared.operations,
    ...(options.sql === true ? { sql: await compileDifference(compared, access) } : {}),
  });
  const databases = await compareProject(project, graph, { atHeads: false }, tell);
  return { databases, notes };
}
