import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { withProject, type Files } from "./project.js";

const checkout = join(import.meta.dirname, "../..");

/** A copy of the library's sources. */
export const ownSources = join(checkout, "src");

/**
 * What a program prints that runs in a process of its own, in a project of ES modules.
 *
 * @param sources a copy of the library's sources for each loader that has begun: `loaders[0]`, `loaders[1]`.
 */
export function printedBy(
  program: string,
  files: Files,
  sources: readonly string[] = [ownSources],
): Promise<string> {
  const doors = sources.map((folder) => join(folder, "loading/load-module.ts"));
  const main = `
    const root = import.meta.dirname;
    const loaders = [];
    for (const door of ${JSON.stringify(doors)}) loaders.push((await import(door)).createLoader({ root }));
    ${program}`;
  const project = { "package.json": `{ "type": "module" }`, ...files, "main.mjs": main };
  return withProject(project, async (root) => {
    const args = ["--import", "tsx", join(root, "main.mjs")];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: checkout });
    return stdout.trim();
  });
}
