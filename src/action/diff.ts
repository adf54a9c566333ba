import type { AnyOperation } from "../operation/plugin-operation.js";
import { acceptOptions } from "./accept-options.js";
import type { ComparedDatabase } from "./compare-database.js";
import { compareProject } from "./compare-project.js";
import { compileDifference } from "./compile-difference.js";
import type { DatabaseAccess } from "./database-access.js";
import { tellDifference, type DatabaseDifference } from "./difference.js";
import { projectKinds, openProject, type ProjectOptions } from "./project.js";

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
