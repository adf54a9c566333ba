import { AthanorError } from "../error/athanor-error.js";
import { compact } from "../schema/compact.js";
import { writeAdopted, type Predecessor } from "./adopt.js";
import { beginWithBaseline } from "./baseline.js";
import { openProject } from "../project/project.js";
import { rememberAdopted } from "./remember-schema.js";
import { stampAdopted } from "./stamp-adopted.js";
import type { World } from "../project/world.js";

export type FirstRevisionsRequest = {
  /** Absolute path of the project, which has its configuration by now. */
  readonly root: string;
  readonly options: { readonly baseline?: boolean };
  readonly world: World;
  /** What is adopted, where anything is. */
  readonly predecessor: Predecessor | undefined;
};

export type FirstRevisions = {
  readonly revisions: readonly string[];
  readonly stamped?: readonly string[];
  /** Absolute path of `known-schema.json`, where it was written. */
  readonly knownSchema?: string;
  readonly notes: readonly string[];
};

/** The revisions that a project begins with, where it comes from the ORM's own tool. */
export async function firstRevisions({
  root,
  options,
  world,
  predecessor,
}: FirstRevisionsRequest): Promise<FirstRevisions> {
  const place = { cwd: root, world };
  if (options.baseline === true) {
    const written = await beginWithBaseline(() => openProject(place, "init"), {});
    const revisions = written.revisions.flatMap(({ path }) => path ?? []);
    const stamped = written.revisions.map(({ revision }) => revision);
    return compact({ revisions, stamped, knownSchema: written.knownSchema, notes: [] });
  }
  if (predecessor === undefined) return { revisions: [], notes: [] };
  const project = await openProject(place, "init");
  const revisions = await writeAdopted(project, predecessor);
  const notes = notesOf(predecessor);
  try {
    const { databases } = await stampAdopted(place);
    const knownSchema = await rememberAdopted(await openProject(place, "init"));
    return compact({ revisions, stamped: databases[0]?.to ?? [], knownSchema, notes });
  } catch (failure) {
    if (!(failure instanceof AthanorError)) throw failure;
    const why = `The database was not stamped: ${failure.message} When it can be: athanor stamp --adopted`;
    return { revisions, notes: [...notes, why] };
  }
}

function notesOf({ places }: Predecessor): readonly string[] {
  return places.transaction === "each"
    ? [
        `The data source asks for a transaction of its own around each migration: say transaction: "each" in env.ts.`,
      ]
    : [];
}
