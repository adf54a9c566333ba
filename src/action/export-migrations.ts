import { join, resolve } from "node:path";
import { writeRevision } from "../directory/write-revision.js";
import { AthanorError } from "../error/athanor-error.js";
import type { Database } from "../plugin/database.js";
import type { OrmMigrations } from "../plugin/orm-migrations.js";
import { isAdoptedId } from "../revision/adopted.js";
import type { Graph } from "../revision/graph.js";
import { planOffline } from "../revision/offline.js";
import type { Step } from "../revision/step.js";
import { writtenBy } from "../runner/replay.js";
import { listStatements } from "../runner/script.js";
import { acceptOptions } from "../project/accept-options.js";
import { knownWay } from "../history/known-point.js";
import { replayStep, walk } from "../history/walk.js";
import {
  projectKinds,
  openProject,
  type Project,
  type ProjectOptions,
} from "../project/project.js";
import { readRevisionTemplate, type RevisionTemplate } from "../draft/revision-template.js";

export type ExportOptions = ProjectOptions & {
  /** `from:to`, or a revision to be reached from an empty database. Default `"heads"`. */
  readonly range?: string;
  /** The folder of the files. */
  readonly output: string;
};

export type ExportResult = {
  /** Absolute paths, oldest first. */
  readonly written: readonly string[];
  /** Revisions that stand for migrations which are there already. */
  readonly adopted: readonly string[];
  readonly notes: readonly string[];
};

/**
 * Writes revisions as migrations in the ORM's own form: plain SQL, up and down, compiled without a database. Revisions that
 * were adopted are left out. Of several databases each has a folder of its own.
 *
 * @throws AthanorError `DATA_READ_OFFLINE`, `STATE_UNKNOWN`, `FILE_EXISTS`, `NO_MIGRATION_TOOL`, and what planning throws.
 * @example
 * const { written } = await exportMigrations({ output: "src/migrations" });
 */
export async function exportMigrations(options: ExportOptions): Promise<ExportResult> {
  await acceptOptions("exportMigrations", options, {
    ...projectKinds,
    range: "text",
    output: "text",
  });
  const project = await openProject(options, "export");
  const { graph, notes } = await project.history();
  const template = await readRevisionTemplate(project);
  const { databases, named } = await project.environment();
  const output = resolve(project.world.cwd, options.output);
  const { steps, from } = planOffline(graph, "upgrade", options.range ?? "heads");
  const adopted = steps.filter(({ revision }) => isAdoptedId(revision.id));
  const rest = steps.filter((step) => !adopted.includes(step));
  const known = new Set([...graph.ancestors(from), ...adopted.map(({ revision }) => revision.id)]);
  const told = new Set(notes);
  const files: File[] = [];
  try {
    for (const [name, database] of Object.entries(databases)) {
      const exported = { graph, known, steps: rest, template };
      const texts = await writeTexts(project, exported, name, database);
      texts.notes.forEach((note) => told.add(note));
      const folder = named ? join(output, name) : output;
      files.push(...texts.files.map((file) => ({ folder, ...file })));
    }
  } finally {
    await Promise.all(Object.values(databases).map((database) => database.close()));
  }
  const written = await writeFiles(project, files);
  return { written, adopted: adopted.map(({ revision }) => revision.id), notes: [...told] };
}

type File = { readonly folder: string; readonly fileName: string; readonly text: string };

type Exported = {
  readonly graph: Graph;
  /** What is applied before the first step that is written. */
  readonly known: ReadonlySet<string>;
  readonly steps: readonly Step[];
  readonly template: RevisionTemplate;
};

/** The files of one database, and what of the history before them could not be followed. */
async function writeTexts(
  project: Project,
  { graph, known, steps, template: { language, extension } }: Exported,
  name: string,
  database: Database,
): Promise<{ readonly files: readonly Omit<File, "folder">[]; readonly notes: readonly string[] }> {
  const dialect = await database.dialect();
  const { kinds } = await project.environment();
  const named = { dialect: dialect.name, database: name, kinds };
  const way = await knownWay(project, graph, { applied: known, steps }, named);
  const tool = toolOf(name, database);
  const manner = writtenBy(dialect);
  const files: Omit<File, "folder">[] = [];
  let timestamp = 0;
  for await (const up of walk(project, steps, { named, manner, ...way })) {
    const { revision } = up.step;
    const upgrade = await listStatements({ dialect, kinds }, up);
    const back = { revision, direction: "downgrade" as const };
    const down = await replayStep(project, back, { named, manner, start: up.after });
    const downgrade = await listStatements({ dialect, kinds }, down);
    // The ORM sorts by it, and two of one second would have the same.
    timestamp = Math.max(timestamp + 1, Date.parse(revision.created) || 0);
    const { name, text } = tool.write({
      message: revision.message || revision.id,
      timestamp,
      upgrade: upgrade.statements,
      downgrade: downgrade.statements,
      transaction: upgrade.transaction && downgrade.transaction,
      language,
    });
    files.push({ fileName: `${name}${extension}`, text });
  }
  return { files, notes: way.start.notes };
}

async function writeFiles(project: Project, files: readonly File[]): Promise<readonly string[]> {
  const { fileSystem } = project.world;
  const written: string[] = [];
  for (const file of files) written.push(await writeRevision({ ...file, fileSystem }));
  return written;
}

function toolOf(name: string, { migrations }: Database): OrmMigrations {
  if (migrations !== undefined) return migrations;
  throw new AthanorError({
    code: "NO_MIGRATION_TOOL",
    message: `The source of the database "${name}" has no migrations of its own kind.`,
    suggestions: ["athanor upgrade --sql"],
    facts: { database: name },
  });
}
