import { join } from "node:path";
import type { FileSystem } from "../directory/file-system.js";

const names = ["ts", "mts", "cts", "js", "mjs", "cjs"].map((extension) => `env.${extension}`);

/** Absolute path of `env.*` in the script location; none where there is none. */
export async function findEnvironment(
  scriptLocation: string,
  fileSystem: FileSystem,
): Promise<string | undefined> {
  const held = new Set(await fileSystem.readdir(scriptLocation).catch(() => []));
  const name = names.find((candidate) => held.has(candidate));
  return name === undefined ? undefined : join(scriptLocation, name);
}
