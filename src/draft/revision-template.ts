import { extname, join } from "node:path";
import { moduleKindOf } from "../loading/module-kind.js";
import { pathExists } from "../directory/file-system.js";
import { readRevisionTemplate as readOwn } from "../directory/template.js";
import type { RenderRequest } from "../render/revision.js";
import { templatesFolder } from "../project/package-folder.js";
import type { Project } from "../project/project.js";

/** The frame of a revision file, and what it is written in. */
export type RevisionTemplate = {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly language: RenderRequest["language"];
  /** Of the files it makes: `".ts"`. */
  readonly extension: string;
};

/** The project's own template; without one (nobody ran `init`), the one that `init` would have written. */
export async function readRevisionTemplate(project: Project): Promise<RevisionTemplate> {
  const own = await readOwn(project.config.scriptLocation, project.world.fileSystem);
  if (own === undefined) return readBuiltIn(project);
  const { path, text, extension } = own;
  return { path, text, extension, language: languageOf(extension, text) };
}

function languageOf(extension: string, text: string): RevisionTemplate["language"] {
  if (extension.endsWith("ts")) return "typescript";
  if (extension === ".mjs") return "esm";
  return extension === ".cjs" || /^\s*(?:module\.)?exports\b/m.test(text) ? "commonjs" : "esm";
}

async function readBuiltIn(project: Project): Promise<RevisionTemplate> {
  const extension = await likelyExtension(project);
  const kind = moduleKindOf(join(project.config.scriptLocation, `revision${extension}`));
  const variant = extension.endsWith("ts") ? "ts" : kind === "esm" ? "js" : "cjs";
  const path = join(templatesFolder(), "generic", `revision.${variant}.ejs`);
  const text = await project.world.fileSystem.readFile(path, "utf8");
  return {
    path,
    text,
    extension,
    language: languageOf(variant === "cjs" ? ".cjs" : extension, text),
  };
}

/** As the revisions there are; for the first one, as the project is written. */
async function likelyExtension({ history, config, world }: Project): Promise<string> {
  const { graph } = await history();
  const last = graph.undoOrder[0];
  if (last !== undefined) return extname(last.path);
  const typed = await pathExists(world.fileSystem, join(config.root, "tsconfig.json"));
  return typed ? ".ts" : ".js";
}
