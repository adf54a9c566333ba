import { join, resolve } from "node:path";
import { AthanorError } from "../error/athanor-error.js";
import type { FileSystem } from "./file-system.js";

export type TemplateSummary = {
  readonly name: string;
  /** The first line of its README. */
  readonly summary: string;
};

/** The text of a revision file's template, and what to call the files made from it. */
export type RevisionTemplate = {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** With its dot: `".ts"`. */
  readonly extension: string;
  readonly language: "typescript" | "javascript";
};

async function readSummary(folder: string, name: string, fileSystem: FileSystem): Promise<string> {
  const text = await fileSystem.readFile(join(folder, name, "README.md"), "utf8");
  return (text.split("\n")[0] ?? "").replace(/^#+\s*/, "");
}

/**
 * What `init` can write, by name.
 *
 * @param folder the absolute path of the templates: one folder each, with a README.
 */
export async function listTemplates(
  folder: string,
  fileSystem: FileSystem,
): Promise<readonly TemplateSummary[]> {
  const entries = await fileSystem.readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names
      .sort()
      .map(async (name) => ({ name, summary: await readSummary(folder, name, fileSystem) })),
  );
}

/**
 * The absolute path of a template's folder: one of Athanor's own by its name, or any by its path, `./path`.
 *
 * @param folder the absolute path of Athanor's own templates
 * @param cwd what the path is relative to
 * @throws AthanorError `UNKNOWN_TEMPLATE`.
 */
export async function findTemplate(
  folder: string,
  name: string,
  fileSystem: FileSystem,
  cwd: string,
): Promise<string> {
  if (/^\.|[\\/]/.test(name)) return findFolder(resolve(cwd, name), fileSystem);
  const known = (await listTemplates(folder, fileSystem)).map((template) => template.name);
  if (known.includes(name)) return join(folder, name);
  throw new AthanorError({
    code: "UNKNOWN_TEMPLATE",
    message: `There is no template "${name}". There are ${known.map((each) => `"${each}"`).join(", ")}.`,
    suggestions: ["athanor list-templates", `athanor init --template ./${name}`],
    facts: { name, known },
  });
}

async function findFolder(path: string, fileSystem: FileSystem): Promise<string> {
  const isFolder = await fileSystem.stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
  if (isFolder) return path;
  throw new AthanorError({
    code: "UNKNOWN_TEMPLATE",
    message: `There is no folder "${path}", which a template would have to be.`,
    suggestions: ["athanor list-templates"],
    facts: { path },
  });
}

/** Does it ask for all data sources of a project? Its files say `dataSources` then. */
export async function takesSeveral(folder: string, fileSystem: FileSystem): Promise<boolean> {
  const names = (await fileSystem.readdir(folder)).filter((name) => name.endsWith(".ejs"));
  const texts = await Promise.all(
    names.map((name) => fileSystem.readFile(join(folder, name), "utf8")),
  );
  return texts.some((text) => /\bdataSources\b/.test(text));
}

const revisionTemplate = /^revision(\.[mc]?[jt]s)\.ejs$/;

/**
 * The template of revision files in a folder: `revision.ts.ejs`, `.mts`, `.cts`, `.js`, `.mjs` or `.cjs`.
 * None where the folder has none; the first by name where it has several.
 */
export async function readRevisionTemplate(
  folder: string,
  fileSystem: FileSystem,
): Promise<RevisionTemplate | undefined> {
  const names = await fileSystem.readdir(folder).catch((failure: NodeJS.ErrnoException) => {
    if (failure.code === "ENOENT") return [];
    throw failure;
  });
  const name = names.sort().find((candidate) => revisionTemplate.test(candidate));
  const extension = revisionTemplate.exec(name ?? "")?.[1];
  if (name === undefined || extension === undefined) return undefined;
  const path = join(folder, name);
  const language = extension.endsWith("ts") ? "typescript" : "javascript";
  return { path, text: await fileSystem.readFile(path, "utf8"), extension, language };
}
