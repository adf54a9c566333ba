import { AthanorError } from "../error/athanor-error.js";
import { parseAddress, startsFromRows } from "../revision/address.js";
import type { Step } from "../revision/step.js";
import { plannedRows, readUnfinished } from "../runner/journal/unfinished.js";
import { eachDatabase, type DatabaseAccess, type RunOptions } from "./database-access.js";
import { withDatabase } from "./failed-among.js";
import type { Project } from "./project.js";

export type RelativeRequest = {
  readonly command: "upgrade" | "downgrade" | "stamp";
  readonly targets: readonly string[];
  readonly run: RunOptions;
};

/**
 * Refuses a target that counts from where a database stands (`-1`, `+2`) where several databases stand at different
 * revisions: it would mean another revision in each.
 *
 * @throws AthanorError `DATABASES_DIFFER`.
 */
export async function refuseRelative(project: Project, request: RelativeRequest): Promise<void> {
  const { command, targets, run } = request;
  const relative = targets.filter(countsFromRows);
  if (relative.length === 0) return;
  const { databases } = await project.environment();
  if (Object.keys(databases).length < 2) return;
  const direction = command === "stamp" ? "upgrade" : command;
  const places = await eachDatabase(project, (access) => placeOf(access, direction), run);
  const [first] = places;
  if (places.every(({ at }) => at === first?.at)) return;
  throw differ(`${command} ${targets.join(" ")}`, relative, places);
}

function countsFromRows(target: string): boolean {
  const address = parseAddress(target);
  return startsFromRows(address) && address.steps !== undefined;
}

type Place = { readonly database: string; readonly at: string };

/** A half-done revision counts as done for whoever goes the other way. */
async function placeOf(access: DatabaseAccess, direction: Step["direction"]): Promise<Place> {
  const { connection, dialect, versionTable, name } = access;
  const rows = await dialect.store.read(connection, versionTable);
  const planned = plannedRows(rows, await readUnfinished(access), direction);
  return { database: name, at: planned.length === 0 ? "base" : planned.join(", ") };
}

function differ(
  command: string,
  relative: readonly string[],
  places: readonly Place[],
): AthanorError {
  const targets = relative.map((target) => `"${target}"`).join(" and ");
  const stand = places.map(({ database, at }) => `"${database}" at ${at}`).join(", ");
  return new AthanorError({
    code: "DATABASES_DIFFER",
    message: `${targets} counts from where a database stands, and the databases stand at different revisions: ${stand}. It would mean another revision in each; nothing was changed.`,
    suggestions: [
      ...places.map(({ database }) => withDatabase(`athanor ${command}`, database)),
      "Name a revision instead, which means the same in all of them",
    ],
    facts: { targets: relative, places },
  });
}
