import { writeEntityNames } from "../directory/entity-names.js";
import { autogenerate, type AutogenerateOptions } from "./autogenerate.js";
import type { DatabaseDifference } from "./difference.js";
import { planRevision, type NewRevision, type NewRevisionOptions } from "./new-revision.js";
import { rehearse } from "./rehearse.js";
import { openProject, type Project, type ProjectOptions } from "./project.js";
import {
  emptyBodies,
  renderRevisionFile,
  writeRevisionFile,
  type RevisionBodies,
} from "./write-revision-file.js";

export type RevisionOptions = ProjectOptions &
  NewRevisionOptions &
  AutogenerateOptions & {
    /** Writes what makes the databases as the entities want them. */
    readonly autogenerate?: boolean;
    /** Writes a file even if autogenerate finds nothing. */
    readonly empty?: boolean;
    /**
     * With `autogenerate`: runs the new revision up and down in a transaction that is rolled back, and keeps the file only
     * where it led to what the entities want, and back.
     */
    readonly rehearse?: boolean;
    /** Gives the text and writes nothing. */
    readonly print?: boolean;
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
 * is none, no file is written; nor is one where whoever is asked declines, or where `strict` finds questions open.
 *
 * @throws AthanorError `DATABASE_NOT_UP_TO_DATE`, `MULTIPLE_HEADS`, `NOT_A_HEAD`, `FILE_EXISTS`, `REHEARSAL_FAILED`,
 * `REHEARSAL_IMPOSSIBLE`, and what comparing throws.
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
  const generated = await autogenerate(project, graph, options);
  const { databases } = generated;
  const found = { databases, notes: [...notes, ...generated.notes] };
  const nothing = databases.every(({ operations }) => operations.length === 0);
  if ((nothing && options.empty !== true) || generated.refused) {
    const { downRevision, message } = planned.header;
    return { written: false, downRevision, message, ...found };
  }
  const result = await finish(project, options, planned, generated.bodies, found);
  const { fileSystem } = project.world;
  const { scriptLocation } = project.config;
  if (result.path !== undefined && options.rehearse === true) {
    const { path } = result;
    const rehearsal = { graph, header: planned.header, path, looks: generated.looks };
    await rehearse(project, rehearsal).catch(async (failure: unknown) => {
      await fileSystem.rm(path);
      throw failure;
    });
  }
  if (result.written) await writeEntityNames(fileSystem, scriptLocation, generated.names);
  return result;
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
