import { dirname, join, relative, resolve } from "node:path";
import ejs from "ejs";
import { AthanorError } from "../error/athanor-error.js";
import { pathExists, type FileSystem } from "./file-system.js";
import type { DataSourceExport } from "./find-data-sources.js";
import { bindDataSources } from "./bind-data-sources.js";
import { withSlashes } from "./module-specifier.js";
import { readTemplateFiles, type TemplateFile } from "./template-files.js";
import { extensionIn } from "./template-variant.js";
import { messageOf } from "../error/thrown.js";

export type InitRequest = {
  /** Absolute path of the project: where the configuration goes. */
  readonly root: string;
  /** Absolute path of the folder of `env.*` and the revisions. */
  readonly directory: string;
  /** Absolute path of the template's folder: what it does not hold is taken from `base`. */
  readonly template: string;
  /** Absolute path of the template that has everything. */
  readonly base: string;
  /** One at least; a template takes the first, or all of them. */
  readonly dataSources: readonly DataSourceExport[];
  /** Files beside those of the template. */
  readonly beside?: readonly NewFile[];
  /** Files of the project's own that are changed. */
  readonly edits?: readonly EditedFile[];
  readonly fileSystem: FileSystem;
};

/** A file that `init` writes. `path` is absolute. */
export type NewFile = { readonly path: string; readonly text: string };

/** A file that `init` changes, and its text before and afterwards. `path` is absolute. */
export type EditedFile = {
  readonly path: string;
  readonly before: string;
  readonly after: string;
};

const forms = ["mts", "cts", "ts", "mjs", "cjs", "js"];

/** Where a file of the template goes. */
function placeOf({ stem, variant }: TemplateFile, request: InitRequest): string {
  if (variant === undefined) return join(request.directory, "README.md");
  const folder = stem === "athanor.config" ? request.root : request.directory;
  const extension = extensionIn(folder, variant);
  return join(folder, stem === "revision" ? `revision.${extension}.ejs` : `${stem}.${extension}`);
}

/** The templates of revision files go as they are: they are filled when a revision is written. */
async function fill({ path, stem, variant }: TemplateFile, request: InitRequest): Promise<string> {
  const text = await request.fileSystem.readFile(path, "utf8");
  if (stem === "revision") return text;
  const directory = withSlashes(relative(request.root, request.directory)) || ".";
  const dataSources = bindDataSources(request, variant ?? "ts");
  try {
    return ejs.render(text, { directory, dataSource: dataSources[0], dataSources });
  } catch (cause) {
    throw templateFailed(path, cause);
  }
}

async function plan(request: InitRequest): Promise<readonly NewFile[]> {
  const files = await readTemplateFiles(request);
  const filled = await Promise.all(
    files.map(async (file) => ({ path: placeOf(file, request), text: await fill(file, request) })),
  );
  return [...(request.beside ?? []), ...filled];
}

function templateFailed(path: string, cause: unknown): AthanorError {
  const said = messageOf(cause);
  return new AthanorError({
    code: "TEMPLATE_FAILED",
    message: `The template "${path}" could not be filled, and nothing was written: ${said}`,
    suggestions: ["Compare it with those that `athanor list-templates` lists."],
    facts: { path },
    cause,
  });
}

/** The same file under any of its endings is in the way too: it would hide the new one, or the new one it. */
async function refuseOverwriting(files: readonly NewFile[], fileSystem: FileSystem): Promise<void> {
  for (const { path } of files) {
    const stem = path.replace(/[^.]+$/, "");
    const rivals = /\.[mc]?[jt]s$/.test(path) ? forms.map((form) => stem + form) : [path];
    for (const rival of rivals) {
      if (await pathExists(fileSystem, rival)) throw alreadyThere(rival);
    }
  }
}

function alreadyThere(path: string): AthanorError {
  return new AthanorError({
    code: "FILE_EXISTS",
    message: `"${path}" exists already, and init overwrites nothing; nothing was written.`,
    suggestions: [
      "athanor revision --autogenerate",
      /athanor\.config\.[mc]?[jt]s$/.test(path)
        ? `Set "scriptLocation" in ${path} to use another folder.`
        : "athanor init OTHER_DIRECTORY",
    ],
    facts: { path },
  });
}

async function makeFolder(folder: string, undo: Undo, fileSystem: FileSystem): Promise<void> {
  const first = await fileSystem.mkdir(folder, { recursive: true });
  if (first !== undefined) undo.push(() => fileSystem.rm(first, { recursive: true, force: true }));
}

type Undo = (() => Promise<void>)[];

async function writeAll(
  files: readonly NewFile[],
  request: InitRequest,
  undo: Undo,
): Promise<void> {
  const { fileSystem, directory, edits = [] } = request;
  for (const { path, text } of files) {
    await makeFolder(dirname(path), undo, fileSystem);
    await fileSystem.writeFile(path, text, { flag: "wx" });
    undo.push(() => fileSystem.rm(path, { force: true }));
  }
  await makeFolder(join(directory, "versions"), undo, fileSystem);
  for (const { path, before, after } of edits) {
    undo.push(() => fileSystem.writeFile(path, before));
    await fileSystem.writeFile(path, after);
  }
}

/**
 * Writes the files of a template into a project, and changes the files of the project that need it: all of them, or none.
 *
 * @returns the absolute paths of what was written, the folder of revisions last.
 * @throws AthanorError `FILE_EXISTS`, `FILE_NOT_WRITTEN`.
 */
export async function initDirectory(request: InitRequest): Promise<readonly string[]> {
  const files = await plan(request);
  await refuseOverwriting(files, request.fileSystem);
  const undo: Undo = [];
  try {
    await writeAll(files, request, undo);
  } catch (cause) {
    for (const step of undo.reverse()) await step();
    throw new AthanorError({
      code: "FILE_NOT_WRITTEN",
      message: `init failed and left nothing behind: ${messageOf(cause)}.`,
      suggestions: [`Check that ${request.root} is writable.`],
      facts: { root: request.root },
      cause,
    });
  }
  return [...files.map(({ path }) => path), resolve(request.directory, "versions")];
}
