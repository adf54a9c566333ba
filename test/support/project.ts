import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The text of each file of a project, by path. */
export type Files = Readonly<Record<string, string>>;

/** Writes a project into a new folder, with the dependencies of this checkout. */
export async function createProject(files: Files): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "athanor-project-")));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  await symlink(join(import.meta.dirname, "../../node_modules"), join(root, "node_modules"));
  return root;
}

/** Runs `use` with a project that is gone afterwards. */
export async function withProject<Result>(
  files: Files,
  use: (root: string) => Promise<Result>,
): Promise<Result> {
  const root = await createProject(files);
  try {
    return await use(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
