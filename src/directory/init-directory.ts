import { dirname, join, relative, resolve } from "node:path";
import ejs from "ejs";
import { AthanorError } from "../error/athanor-error.js";
import { pathExists, type FileSystem } from "./file-system.js";
import type { DataSourceExport } from "./find-data-sources.js";
import { moduleKindOf } from "./loading/module-kind.js";
import { moduleSpecifier, withSlashes } from "./module-specifier.js";

/** The three ways to write the same file: TypeScript, JavaScript as ES module, JavaScript as CommonJS. */
export type TemplateVariant = "ts" | "js" | "cjs";

export type InitRequest = {
  /** Absolute path of the project: where the configuration goes. */
  readonly root: string;
  /** Absolute path of the folder of `env.*` and the revisions. */
  readonly directory: string;
  /** Absolute path of the template's folder. */
  readonly template: string;
  readonly dataSource: DataSourceExport;
  readonly fileSystem: FileSystem;
};

type Binding = {
  readonly specifier: string;
  readonly name: string;
  /** What stands between `import` and `from`. */
  readonly binding: string;
};

type NewFile = { readonly path: string; readonly text: string };

const forms = ["mts", "cts", "ts", "mjs", "cjs", "js"];

/** The variant that a project's own language and module kind ask for. */
export function variantOf({ dataSource, directory }: InitRequest): TemplateVariant {
  if (/ts$/.test(dataSource.path)) return "ts";
  return moduleKindOf(join(directory, "env.js")) === "esm" ? "js" : "cjs";
}

function bind(request: InitRequest, variant: TemplateVariant): Binding {
  const { exportName } = request.dataSource;
  const language = variant === "ts" ? "typescript" : "javascript";
  const specifier = moduleSpecifier(request.directory, request.dataSource.path, language);
  // What CommonJS calls the default export is the module itself, unless a compiler wrote it.
  return exportName === "default"
    ? { specifier, name: "dataSource", binding: "dataSource" }
    : { specifier, name: exportName, binding: `{ ${exportName} }` };
}

/** Where a file of the template goes; none for what stays behind. */
function placeOf(name: string, request: InitRequest, variant: TemplateVariant): string | undefined {
  if (name === "migrations.md.ejs") return join(request.directory, "README.md");
  const [, stem, form] = /^(.+)\.(ts|js|cjs)\.ejs$/.exec(name) ?? [];
  if (stem === undefined || form !== variant) return undefined;
  const extension = variant === "cjs" ? "js" : variant;
  if (stem === "revision") return join(request.directory, `revision.${extension}.ejs`);
  return join(stem === "athanor.config" ? request.root : request.directory, `${stem}.${extension}`);
}

/** The templates of revision files go as they are: they are filled when a revision is written. */
async function fill(name: string, request: InitRequest, variant: TemplateVariant): Promise<string> {
  const text = await request.fileSystem.readFile(join(request.template, name), "utf8");
  if (name.startsWith("revision.")) return text;
  const directory = withSlashes(relative(request.root, request.directory)) || ".";
  return ejs.render(text, { directory, dataSource: bind(request, variant) });
}

async function plan(request: InitRequest): Promise<readonly NewFile[]> {
  const variant = variantOf(request);
  const names = (await request.fileSystem.readdir(request.template)).sort();
  const files = names.map(async (name) => {
    const path = placeOf(name, request, variant);
    return path === undefined ? [] : [{ path, text: await fill(name, request, variant) }];
  });
  return (await Promise.all(files)).flat();
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
  const { fileSystem, directory } = request;
  for (const { path, text } of files) {
    await makeFolder(dirname(path), undo, fileSystem);
    await fileSystem.writeFile(path, text, { flag: "wx" });
    undo.push(() => fileSystem.rm(path, { force: true }));
  }
  await makeFolder(join(directory, "versions"), undo, fileSystem);
}

/**
 * Writes the files of a template into a project: all of them, or none.
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
      message: `init failed and left nothing behind: ${cause instanceof Error ? cause.message : String(cause)}.`,
      suggestions: [`Check that ${request.root} is writable.`],
      facts: { root: request.root },
      cause,
    });
  }
  return [...files.map(({ path }) => path), resolve(request.directory, "versions")];
}
