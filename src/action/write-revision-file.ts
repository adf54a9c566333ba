import { revisionFileName } from "../directory/file-name.js";
import { runHooks } from "../directory/post-write-hook.js";
import { writeRevision } from "../directory/write-revision.js";
import type { OperationLists } from "../render/revision.js";
import type { ResolvedEnvironment } from "../config/resolved-environment.js";
import { compact } from "../schema/compact.js";
import type { NewRevision } from "./new-revision.js";
import type { Project } from "./project.js";
import type { Remarks } from "./remark-questions.js";
import { readRevisionTemplate, type RevisionTemplate } from "./revision-template.js";

/** What a revision file does: of the one database, or of each by its name. */
export type RevisionBodies = {
  readonly upgrade: OperationLists;
  readonly downgrade: OperationLists;
  /** How the environment has operations written, where there are any. */
  readonly rendering?: Pick<ResolvedEnvironment, "renderItem" | "kinds">;
  /** What is written above an operation. Default: nothing. */
  readonly remarks?: Remarks;
};

/** Bodies that do nothing: one, or one for each database that the environment names. */
export async function emptyBodies(project: Project): Promise<RevisionBodies> {
  const names = await project.databaseNames();
  const nothing = names.length === 0 ? [] : Object.fromEntries(names.map((name) => [name, []]));
  return { upgrade: nothing, downgrade: nothing };
}

export type RenderedRevision = NewRevision & {
  readonly text: string;
  readonly template: RevisionTemplate;
};

export async function renderRevisionFile(
  project: Project,
  revision: NewRevision,
  bodies: RevisionBodies,
): Promise<RenderedRevision> {
  const template = await readRevisionTemplate(project);
  // Only who renders pays for the renderer.
  const { renderRevision } = await import("../render/revision.js");
  const text = await renderRevision({
    template: template.text,
    templatePath: template.path,
    language: template.language,
    header: revision.header,
    upgrade: bodies.upgrade,
    downgrade: bodies.downgrade,
    ...bodies.rendering,
    ...compact({ remarks: bodies.remarks }),
  });
  return { ...revision, text, template };
}

/** Writes the file, runs the hooks on it, and gives its path. */
export async function writeRevisionFile(
  project: Project,
  rendered: RenderedRevision,
): Promise<string> {
  const [path = ""] = await writeRevisionFiles(project, [rendered]);
  return path;
}

/** Writes all the files or none, then runs the hooks on each; gives their paths. */
export async function writeRevisionFiles(
  project: Project,
  rendered: readonly RenderedRevision[],
): Promise<readonly string[]> {
  const { config, world } = project;
  const { fileSystem } = world;
  const paths: string[] = [];
  try {
    for (const each of rendered) paths.push(await writeOne(project, each));
  } catch (failure) {
    for (const path of paths) await fileSystem.rm(path);
    throw failure;
  }
  const { postWriteHooks: hooks, root: folder } = config;
  for (const file of paths) await runHooks({ hooks, file, folder, run: world.runCommand });
  return paths;
}

function writeOne(
  { config, world }: Project,
  { header, folder, created, text, template }: RenderedRevision,
): Promise<string> {
  const { fileTemplate, timezone, truncateSlugLength } = config;
  const fileName = revisionFileName({
    template: fileTemplate,
    rev: header.revision,
    message: header.message,
    created,
    timezone,
    truncateSlugLength,
    extension: template.extension,
  });
  return writeRevision({ folder, fileName, text, fileSystem: world.fileSystem });
}
