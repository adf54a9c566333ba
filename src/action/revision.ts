import { parseRename } from "./rename-option.js";
import type { ComparedDatabase } from "./compare-database.js";
import { compact } from "../schema/compact.js";
import { compareProject } from "./compare-project.js";
import { tellDifference, type DatabaseDifference } from "./difference.js";
import { planRevision, type NewRevision, type NewRevisionOptions } from "./new-revision.js";
import { openProject, type Project, type ProjectOptions } from "./project.js";
import { reverseOperations } from "./reverse-operations.js";
import {
  emptyBodies,
  renderRevisionFile,
  writeRevisionFile,
  type RevisionBodies,
} from "./write-revision-file.js";

export type RevisionOptions = ProjectOptions &
  NewRevisionOptions & {
    /** Writes what makes the databases as the entities want them. */
    readonly autogenerate?: boolean;
    /** Writes a file even if autogenerate finds nothing. */
    readonly empty?: boolean;
    /** Gives the text and writes nothing. */
    readonly print?: boolean;
    /** `users:people`, `users.name:full_name`. */
    readonly renames?: readonly string[];
    /** Tables that neither the entities nor the history know. Default: the environment's, which is to keep them. */
    readonly unmanaged?: "keep" | "drop";
  };

export type RevisionResult = {
  /** Was a file written? */
  readonly written: boolean;
  /** Left out where there was nothing to write. */
  readonly revision?: string;
  /** Absolute. */
  readonly path?: string;
  readonly downRevision: readonly string[];
  readonly message: string;
  /** The text of the file. */
  readonly text?: string;
  /** One for each database that autogenerate compared; empty without it. */
  readonly databases: readonly DatabaseDifference[];
  readonly notes: readonly string[];
};

/**
 * Writes a revision file: an empty one, or with `autogenerate` the difference between entities and databases. Where there
 * is none, no file is written.
 *
 * @throws AthanorError `DATABASE_NOT_UP_TO_DATE`, `MULTIPLE_HEADS`, `NOT_A_HEAD`, `FILE_EXISTS`, and what comparing throws.
 * @example
 * const { path } = await revision({ message: "create users", autogenerate: true });
 */
export async function revision(options: RevisionOptions = {}): Promise<RevisionResult> {
  const project = await openProject(options, "revision");
  const { graph, notes } = await project.history();
  const planned = await planRevision(project, graph, options);
  if (options.autogenerate !== true) {
    return finish(project, options, planned, await emptyBodies(project), { notes });
  }
  const renames = (options.renames ?? []).map(parseRename);
  const { unmanaged } = options;
  const compare = { atHeads: true, renames, ...(unmanaged === undefined ? {} : { unmanaged }) };
  const compared = await compareProject(project, graph, compare, (found) => found);
  const { bodies, notes: irreversible } = await bodiesOf(project, compared);
  const databases = compared.map(tellDifference);
  const found = { databases, notes: [...notes, ...irreversible] };
  const nothing = databases.every(({ operations }) => operations.length === 0);
  if (nothing && options.empty !== true) {
    const { downRevision, message } = planned.header;
    return { written: false, downRevision, message, ...found };
  }
  return finish(project, options, planned, bodies, found);
}

async function finish(
  project: Project,
  { print }: RevisionOptions,
  planned: NewRevision,
  bodies: RevisionBodies,
  found: { readonly databases?: readonly DatabaseDifference[]; readonly notes: readonly string[] },
): Promise<RevisionResult> {
  const rendered = await renderRevisionFile(project, planned, bodies);
  const { revision: id, downRevision, message } = planned.header;
  const told = {
    revision: id,
    downRevision,
    message,
    text: rendered.text,
    databases: [],
    ...found,
  };
  if (print === true) return { written: false, ...told };
  return { written: true, path: await writeRevisionFile(project, rendered), ...told };
}

/** One body, or one for each database where the environment names them. */
async function bodiesOf(
  project: Project,
  compared: readonly ComparedDatabase[],
): Promise<{ readonly bodies: RevisionBodies; readonly notes: readonly string[] }> {
  const { named, kinds, renderItem } = await project.environment();
  const rendering = compact({ kinds, renderItem });
  const ways = compared.map(({ database, operations }) => {
    const back = reverseOperations(operations, kinds);
    return { database, operations, downgrade: back.operations, notes: back.notes };
  });
  const notes = ways.flatMap((way) => way.notes);
  const [only] = ways;
  if (!named && only !== undefined) {
    return { bodies: { upgrade: only.operations, downgrade: only.downgrade, rendering }, notes };
  }
  const upgrade = Object.fromEntries(ways.map((way) => [way.database, way.operations]));
  const downgrade = Object.fromEntries(ways.map((way) => [way.database, way.downgrade]));
  return { bodies: { upgrade, downgrade, rendering }, notes };
}
