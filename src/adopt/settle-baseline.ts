import { AthanorError } from "../error/athanor-error.js";
import type { Graph } from "../revision/graph.js";
import { nameKey, nameText } from "../schema/name.js";
import type { Ask } from "../draft/ask.js";
import { eachDatabase, type DatabaseAccess } from "../project/database-access.js";
import type { Project } from "../project/project.js";
import type { BaselineChoice, BaselineQuestion } from "../compare/question.js";
import { readActual, readSides } from "../compare/read-sides.js";
import { forShell } from "../compare/rename-option.js";

export type BaselineSettled = {
  /** What nobody has answered. */
  readonly questions: readonly BaselineQuestion[];
  /** Left out: nobody was asked. */
  readonly answer?: Exclude<BaselineChoice, "stop">;
};

export type SettleBaselineOptions = {
  readonly database?: readonly string[];
  readonly ask?: Ask;
  /** `false`: only the differences are wanted. */
  readonly baseline?: boolean;
};

/**
 * Before the first revision is generated: tables that are there already are part of no difference, so no revision would
 * make them in a new database.
 *
 * @throws AthanorError `CANCELLED` where whoever is asked stops.
 */
export async function settleBaseline(
  project: Project,
  graph: Graph,
  { database = [], ask, baseline }: SettleBaselineOptions,
): Promise<BaselineSettled> {
  if (graph.revisions.length > 0 || baseline === false) return { questions: [] };
  const chosen = database.map((name) => ` --database ${forShell(name)}`).join("");
  const command = `athanor revision --baseline${chosen} -m "..."`;
  const found = await eachDatabase(project, async (access) => {
    const tables = await presentTables(access);
    const { name } = access;
    const told = { database: name, tables, command, flag: "--no-baseline" };
    return tables.length === 0 ? [] : [{ kind: "baseline", ...told } as const];
  });
  const questions = found.flat();
  if (questions.length === 0 || ask?.baseline === undefined) return { questions };
  const answer = await ask.baseline(questions);
  if (answer !== "stop") return { questions: [], answer };
  throw new AthanorError({ code: "CANCELLED", message: "Nothing was written." });
}

/** Those of the entities' tables that the database has. An empty database, the usual one, is read and no more. */
async function presentTables(access: DatabaseAccess): Promise<readonly string[]> {
  const { tables } = await readActual(access);
  if (tables.length === 0) return [];
  const { actual, target } = await readSides(access, []);
  const wanted = new Set(target.tables.map(nameKey));
  return actual.tables.filter((table) => wanted.has(nameKey(table))).map(nameText);
}
