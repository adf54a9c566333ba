import { writeEntityNames } from "../directory/entity-names.js";
import type { Graph } from "../revision/graph.js";
import { compact } from "../schema/compact.js";
import { acceptOptions } from "../project/accept-options.js";
import { againCommand } from "../draft/again-command.js";
import {
  autogenerateKinds,
  autogenerate,
  type AutogenerateOptions,
  type Generated,
} from "../draft/autogenerate.js";
import { beginWithBaseline, rejectBeside, type BaselineOptions } from "../adopt/baseline.js";
import type { DatabaseDifference } from "../compare/difference.js";
import { emitRevisions, type WrittenRevision } from "../draft/emit-revisions.js";
import { agreeToReplace } from "../draft/may-replace.js";
import {
  newRevisionKinds,
  planChain,
  planRevision,
  type NewRevision,
  type NewRevisionOptions,
  type PlacedOptions,
} from "../draft/new-revision.js";
import {
  projectKinds,
  openProject,
  type Project,
  type ProjectOptions,
} from "../project/project.js";
import type { Question } from "../compare/question.js";
import { rehearse } from "./rehearse.js";
import { rememberAdopted } from "../adopt/remember-schema.js";
import { findReplaced, type Replaced } from "../draft/replaced-revisions.js";
import { settleBaseline } from "../adopt/settle-baseline.js";
import { emptyBodies } from "../draft/write-revision-file.js";

export type RevisionOptions = ProjectOptions &
  NewRevisionOptions &
  AutogenerateOptions & {
    /** Writes what makes the databases as the entities want them. */
    readonly autogenerate?: boolean;
    /**
     * `true` writes all that the databases hold as the first revision, and stamps them with it. `false`, with `autogenerate`:
     * the first revision holds only the differences, whatever tables are there already, and nobody is asked.
     */
    readonly baseline?: boolean;
    /** Writes a file even if autogenerate finds nothing. */
    readonly empty?: boolean;
    /**
     * With `autogenerate`: runs the new revision up and down in a transaction that is rolled back, and keeps the file only
     * where it led to what the entities want, and back.
     */
    readonly rehearse?: boolean;
    /**
     * With `autogenerate`: writes the newest revision once more, with other answers, in the place of its file. The database
     * is compared as though it did not exist; no database may have it.
     */
    readonly replace?: boolean;
    /** Replaces a file even if it was edited since autogenerate wrote it. */
    readonly force?: boolean;
    /** Gives the text and writes nothing. */
    readonly sql?: boolean;
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
  /** Absolute paths of the files that were replaced, oldest first. */
  readonly replaced: readonly string[];
  /** The version rows that the databases were stamped with. Left out: no baseline was written. */
  readonly stamped?: readonly string[];
  /** The command that writes it once more, with the answers given so far: to answer a question, its flag is added. Empty without autogenerate. */
  readonly again: string;
  /** One for each database that autogenerate compared; empty without it. */
  readonly databases: readonly DatabaseDifference[];
  readonly notes: readonly string[];
};

/**
 * Writes a revision file: an empty one, or with `autogenerate` the difference between entities and databases. Where there
 * is none, no file is written; nor is one where whoever is asked declines, or where `strict` finds questions open.
 *
 * @throws AthanorError `DATABASE_NOT_UP_TO_DATE`, `MULTIPLE_HEADS`, `NOT_A_HEAD`, `FILE_EXISTS`, `REHEARSAL_FAILED`,
 * `REHEARSAL_IMPOSSIBLE`, and what comparing throws; with `replace` also `NOTHING_TO_REPLACE`, `REVISION_APPLIED` and
 * `REVISION_EDITED`; with `baseline` also `REVISIONS_EXIST`, `UNKNOWN_ROW` and `EXCLUSIVE_OPTIONS`.
 * @example
 * const { path } = await revision({ message: "create users", autogenerate: true });
 */
export async function revision(options: RevisionOptions = {}): Promise<RevisionResult> {
  await acceptOptions("revision", options, {
    ...projectKinds,
    ...newRevisionKinds,
    ...autogenerateKinds,
    autogenerate: "flag",
    baseline: "flag",
    empty: "flag",
    rehearse: "flag",
    replace: "flag",
    force: "flag",
    sql: "flag",
  });
  if (options.baseline === true) return baseline(options);
  const project = await openProject(options, "revision");
  const { graph, notes } = await project.history();
  if (options.autogenerate === true) return settled(project, { graph, notes, options });
  const planned = [await planRevision(project, graph, options)];
  const files = [{ bodies: await emptyBodies(project) }];
  const textOnly = options.sql === true;
  const { revisions } = await emitRevisions(project, { planned, files, textOnly });
  return { ...tellRevisions(revisions, planned), written: !textOnly, notes };
}

function baseline(options: RevisionOptions): Promise<RevisionResult> {
  rejectBeside(options);
  const { message, revId, branchLabel, versionPath } = options;
  return begin(options, compact({ message, revId, branchLabel, versionPath }));
}

async function begin(options: RevisionOptions, first: BaselineOptions): Promise<RevisionResult> {
  const { revisions } = await beginWithBaseline(() => openProject(options, "revision"), first);
  const stamped = revisions.map(({ revision: id }) => id);
  return { ...tellRevisions(revisions, []), written: true, stamped, notes: [] };
}

type Request = {
  readonly graph: Graph;
  readonly notes: readonly string[];
  readonly options: RevisionOptions;
  /** What nobody has answered before the comparison. */
  readonly open: readonly Question[];
};

async function settled(project: Project, request: Omit<Request, "open">): Promise<RevisionResult> {
  const { graph, options } = request;
  const { questions, answer } = await settleBaseline(project, graph, options);
  // The message, the id and the rest are those of the differences, which are written next.
  if (answer === "baseline")
    return { ...(await begin(options, {})), again: againCommand(options, []) };
  const stated = answer === undefined ? options : { ...options, baseline: false };
  return generate(project, { ...request, options: stated, open: questions });
}

async function generate(
  project: Project,
  { graph: whole, notes, options, open }: Request,
): Promise<RevisionResult> {
  const replaced =
    options.replace === true ? await findReplaced(project, whole, options) : undefined;
  const textOnly = options.sql === true;
  if (replaced !== undefined && !textOnly) await agreeToReplace(replaced, options);
  const { graph } = replaced ?? { graph: whole };
  const placed = placedOptions(replaced, options);
  const planned = await planRevision(project, graph, placed);
  const generated = await autogenerate(project, graph, options, open);
  const { databases, files, answers, refused } = generated;
  const found = {
    databases,
    notes: [...notes, ...generated.notes, ...restOf(replaced, generated)],
  };
  if ((isNothing(generated) && options.empty !== true) || refused) {
    const again = againCommand(options, answers);
    return { ...tellRevisions([], [planned]), written: false, ...found, again };
  }
  const reasons = files.map(({ reason }) => reason);
  const chain = await planChain(project, graph, planned, placed, reasons);
  const again = againCommand(textOnly ? options : replacing(graph, chain, options), answers);
  const emission = { planned: chain, files, remarks: generated.remarks(again), textOnly };
  const old = compact({ replaced: replaced?.files });
  if (!textOnly) await rememberAdopted(project);
  const { revisions, undo } = await emitRevisions(project, { ...emission, ...old });
  const result = { ...tellRevisions(revisions, chain), written: !textOnly, ...found, again };
  if (textOnly) return result;
  if (options.rehearse === true) {
    const paths = revisions.flatMap(({ path }) => path ?? []);
    const headers = chain.map(({ header }) => header);
    const rehearsal = rehearse(project, { graph, headers, paths, looks: generated.looks });
    await rehearsal.catch((failure: unknown) => rejectAfter(undo, failure));
  }
  const { world, config } = project;
  await writeEntityNames(world.fileSystem, config.scriptLocation, generated.names);
  return { ...result, replaced: replaced?.files.map(({ path }) => path) ?? [] };
}

async function rejectAfter(undo: () => Promise<void>, failure: unknown): Promise<never> {
  await undo();
  throw failure;
}

function isNothing({ databases }: Generated): boolean {
  return databases.every(({ operations }) => operations.length === 0);
}

function restOf(replaced: Replaced | undefined, generated: Generated): readonly string[] {
  if (replaced === undefined || !isNothing(generated)) return [];
  return replaced.files.map(
    ({ revision: id, path }) =>
      `The database is as the entities want it without revision "${id}": "${path}" may be deleted.`,
  );
}

/** What is stated for the new revision stands; else it is placed and called as the one it replaces. */
function placedOptions(replaced: Replaced | undefined, options: RevisionOptions): PlacedOptions {
  if (replaced === undefined) return options;
  const { branchLabel = [], dependsOn = [], message } = options;
  return {
    ...replaced.placing,
    ...compact({ message }),
    ...(branchLabel.length === 0 ? {} : { branchLabel }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  };
}

/** What writes this revision once more, wherever it stands. */
function replacing(graph: Graph, chain: readonly NewRevision[], options: RevisionOptions) {
  const { rename, new: fresh, backfill, split, database } = options;
  const parents = chain[0]?.header.downRevision ?? [];
  const isOnly = graph.versionedHeads.every(({ id }) => parents.includes(id));
  const head = isOnly ? undefined : chain.at(-1)?.header.revision;
  return { replace: true, ...compact({ rename, new: fresh, backfill, split, database, head }) };
}

function tellRevisions(
  revisions: readonly WrittenRevision[],
  planned: readonly NewRevision[],
): Omit<RevisionResult, "written" | "notes"> {
  const last = revisions.at(-1);
  const { revision: id, path, text } = last ?? {};
  const { downRevision, message } = last ?? planned[0]?.header ?? { downRevision: [], message: "" };
  const told = { downRevision, message, revisions, databases: [], replaced: [], again: "" };
  return { ...compact({ revision: id, path, text }), ...told };
}
