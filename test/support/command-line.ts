import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { glob } from "tinyglobby";

const root = join(import.meta.dirname, "../..");

/** How a run of the command line ended. */
export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** A project of its own, and the built command line in it. */
export type CommandLine = {
  readonly folder: string;
  readonly athanor: (...args: readonly string[]) => Promise<Ended>;
  /** The same with these variables over those of the tests; an undefined one is not there. */
  readonly athanorWith: (
    variables: Readonly<Record<string, string | undefined>>,
    ...args: readonly string[]
  ) => Promise<Ended>;
  readonly write: (path: string, text: string) => Promise<void>;
  /** The files below the folder, sorted. */
  readonly files: () => Promise<readonly string[]>;
};

/** The folder is inside the package, so that the project finds TypeORM and Athanor itself. */
export async function withCommandLine(
  files: Readonly<Record<string, string>>,
  body: (commandLine: CommandLine) => Promise<void>,
): Promise<void> {
  await mkdir(join(root, "tmp"), { recursive: true });
  const folder = await mkdtemp(join(root, "tmp/cli-"));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  try {
    await mkdir(join(folder, "node_modules"));
    await symlink(root, join(folder, "node_modules/athanor"));
    for (const [path, text] of Object.entries(files)) await write(path, text);
    await body({
      folder,
      write,
      athanor: (...args) => runIn(folder, args, {}),
      athanorWith: (variables, ...args) => runIn(folder, args, variables),
      files: async () => {
        // The listing of Node would follow the link to the package, and so come back here for ever.
        const ignore = ["node_modules/**"];
        return (await glob("**", { cwd: folder, dot: true, onlyFiles: false, ignore })).sort();
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runIn(
  folder: string,
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Ended> {
  const line = join(root, "test/support/typeorm-line.mjs");
  const all = ["--import", line, join(root, "bin/athanor.js"), ...args];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      all,
      // On GitHub a failure says more.
      { cwd: folder, env: { ...process.env, GITHUB_ACTIONS: undefined, ...variables } },
      (failure, stdout, stderr) => {
        // As a shell says it of one that was killed.
        const code =
          failure === null ? 0 : failure.signal === "SIGKILL" ? 137 : Number(failure.code);
        resolve({ code, stdout, stderr });
      },
    );
  });
}

/** A data source on a SQLite file with one entity, whose body is given. */
export function dataSourceText(body: string, options = `database: "app.sqlite"`): string {
  return `
import { Column, DataSource, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("users")
export class User {
  @PrimaryGeneratedColumn()
  id!: number;
  ${body}
}

export default new DataSource({ type: "better-sqlite3", ${options}, entities: [User] });
`;
}
