import { join } from "node:path";
import { revisionFileName } from "../directory/file-name.js";
import { authorshipOf, withMark } from "../directory/generated-mark.js";
import { runHooks } from "../directory/post-write-hook.js";
import { writeRevision } from "../directory/write-revision.js";
import type { OperationLists } from "../render/revision.js";
import type { ResolvedEnvironment } from "../config/resolved-environment.js";
import { compact } from "../schema/compact.js";
import type { NewRevision } from "./new-revision.js";
import type { Project } from "../project/project.js";
import type { ReplacedFile } from "./replaced-revisions.js";
import { swapRevisionFiles } from "./swap-revision-files.js";
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
  /** Is it autogenerate's? Then the file says so. */
  readonly isGenerated?: boolean;
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
  if (bodies.isGenerated !== true) return { ...revision, text, template };
  const path = `${revision.header.revision}${template.extension}`;
  return { ...revision, text: withMark(path, text), template };
}

/** Writes the file, runs the hooks on it, and gives its path. */
export async function writeRevisionFile(
  project: Project,
  rendered: RenderedRevision,
): Promise<string> {
  const { paths } = await writeRevisionFiles(project, [rendered]);
  return paths[0] ?? "";
}

export type WrittenFiles = {
  /** Absolute, in the order of the revisions. */
  readonly paths: readonly string[];
  /** Takes them away again, and puts back what they took the place of. */
  readonly undo: () => Promise<void>;
};

/** Writes all the files or none, in the place of others where there are any, then runs the hooks on each. */
export async function writeRevisionFiles(
  project: Project,
  rendered: readonly RenderedRevision[],
  replaced: readonly ReplacedFile[] = [],
): Promise<WrittenFiles> {
  const written = await (replaced.length === 0
    ? writeAll(project, rendered)
    : replaceAll(project, rendered, replaced));
  for (const path of written.paths) await finishFile(project, path);
  return written;
}

async function writeAll(
  project: Project,
  rendered: readonly RenderedRevision[],
): Promise<WrittenFiles> {
  const paths: string[] = [];
  const undo = async (): Promise<void> => {
    for (const path of paths) await project.world.fileSystem.rm(path);
  };
  try {
    for (const each of rendered) paths.push(await writeOne(project, each));
  } catch (failure) {
    await undo();
    throw failure;
  }
  return { paths, undo };
}

/** The newest revision stays in its file as long as its message stays. */
function replaceAll(
  project: Project,
  rendered: readonly RenderedRevision[],
  old: readonly ReplacedFile[],
): Promise<WrittenFiles> {
  const [newest, before] = [rendered.at(-1), old.at(-1)];
  if (newest === undefined || before === undefined) return writeAll(project, rendered);
  const isSame = newest.header.message === before.message;
  const path = isSame ? before.path : join(newest.folder, fileNameOf(project, newest));
  const writeOthers = async () => (await writeAll(project, rendered.slice(0, -1))).paths;
  return swapRevisionFiles(project, { old, path, text: newest.text, writeOthers });
}

/** Runs the hooks on a file. What they make of it is as good as generated. */
async function finishFile({ config, world }: Project, file: string): Promise<void> {
  const { postWriteHooks: hooks, root: folder } = config;
  const { fileSystem } = world;
  if (hooks.length === 0) return;
  const isGenerated = authorshipOf(file, await fileSystem.readFile(file, "utf8")) === "generated";
  await runHooks({ hooks, file, folder, run: world.runCommand });
  const text = await fileSystem.readFile(file, "utf8");
  if (isGenerated && authorshipOf(file, text) === "edited")
    await fileSystem.writeFile(file, withMark(file, text));
}

function writeOne(project: Project, rendered: RenderedRevision): Promise<string> {
  const { folder, text } = rendered;
  const fileName = fileNameOf(project, rendered);
  return writeRevision({ folder, fileName, text, fileSystem: project.world.fileSystem });
}

function fileNameOf({ config }: Project, { header, created, template }: RenderedRevision): string {
  const { fileTemplate, timezone, truncateSlugLength } = config;
  return revisionFileName({
    template: fileTemplate,
    rev: header.revision,
    message: header.message,
    created,
    timezone,
    truncateSlugLength,
    extension: template.extension,
  });
}
