import { writeEntityNames } from "../directory/entity-names.js";
import { compact } from "../schema/compact.js";
import { autogenerate, type AutogenerateOptions, type GeneratedFile } from "./autogenerate.js";
import type { DatabaseDifference } from "./difference.js";
import {
  planChain,
  planRevision,
  type NewRevision,
  type NewRevisionOptions,
} from "./new-revision.js";
import { rehearse } from "./rehearse.js";
import { openProject, type Project, type ProjectOptions } from "./project.js";
import {
  emptyBodies,
  renderRevisionFile,
  writeRevisionFiles,
  type RenderedRevision,
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
    readonly sql?: boolean;
  };

/** One revision file. */
export type WrittenRevision = {
  readonly revision: string;
  /** Absolute. Left out where it was printed only. */
  readonly path?: string;
  readonly downRevision: readonly string[];
  readonly message: string;
  /** The text of the file. */
  readonly text: string;
  /** Why it is a revision of its own, of several: `create index IDX_a concurrently`. */
  readonly reason?: string;
};

/** What is told of one file is, of several, told of the last. */
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
  /** All files, in the order in which they follow each other: what no transaction can hold is a revision of its own. */
  readonly revisions: readonly WrittenRevision[];
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
    const files = [{ bodies: await emptyBodies(project) }];
    return finish(project, options, { planned: [planned], files }, { notes });
  }
  const generated = await autogenerate(project, graph, options);
  const { databases } = generated;
  const found = { databases, notes: [...notes, ...generated.notes] };
  const nothing = databases.every(({ operations }) => operations.length === 0);
  if ((nothing && options.empty !== true) || generated.refused) {
    const { downRevision, message } = planned.header;
    return { written: false, downRevision, message, revisions: [], ...found };
  }
  const { files } = generated;
  const reasons = files.map(({ reason }) => reason);
  const chain = await planChain(project, graph, planned, options, reasons);
  const result = await finish(project, options, { planned: chain, files }, found);
  const { fileSystem } = project.world;
  const { scriptLocation } = project.config;
  const paths = result.revisions.flatMap(({ path }) => path ?? []);
  if (result.written && options.rehearse === true) {
    const headers = chain.map(({ header }) => header);
    await rehearse(project, { graph, headers, paths, looks: generated.looks }).catch(
      async (failure: unknown) => {
        for (const path of paths) await fileSystem.rm(path);
        throw failure;
      },
    );
  }
  if (result.written) await writeEntityNames(fileSystem, scriptLocation, generated.names);
  return result;
}

type Planned = {
  readonly planned: readonly NewRevision[];
  /** One for each of the planned. */
  readonly files: readonly GeneratedFile[];
};

async function finish(
  project: Project,
  { sql }: RevisionOptions,
  { planned, files }: Planned,
  found: { readonly databases?: readonly DatabaseDifference[]; readonly notes: readonly string[] },
): Promise<RevisionResult> {
  const rendered: RenderedRevision[] = [];
  for (const [at, { bodies }] of files.entries()) {
    const own = planned[at];
    if (own !== undefined) rendered.push(await renderRevisionFile(project, own, bodies));
  }
  const paths = sql === true ? [] : await writeRevisionFiles(project, rendered);
  const revisions = rendered.map(({ header, text }, at): WrittenRevision => {
    const { revision: id, downRevision, message } = header;
    const told = { revision: id, downRevision, message, text };
    return { ...told, ...compact({ path: paths[at], reason: files[at]?.reason }) };
  });
  const last = revisions.at(-1);
  const { downRevision, message } = last ?? { downRevision: [], message: "" };
  const { revision: id, path, text } = last ?? {};
  return {
    written: sql !== true,
    ...compact({ revision: id, path, text }),
    downRevision,
    message,
    revisions,
    databases: [],
    ...found,
  };
}
