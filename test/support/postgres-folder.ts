import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** How a server is made. */
export type ClusterOptions = {
  readonly databaseDir: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly initdbFlags: readonly string[];
  readonly postgresFlags: readonly string[];
};

/** A server that can be started several times. */
export type Cluster = {
  readonly initialise: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** The major version of the `postgres` in this folder. */
export function versionIn(folder: string): number {
  const told = execFileSync(join(folder, "postgres"), ["--version"], { encoding: "utf8" });
  return Number(/\d+/.exec(told)?.[0]);
}

/** One made by the `initdb` and `postgres` in this folder. */
export function clusterOf(folder: string, options: ClusterOptions): Cluster {
  const { databaseDir, port } = options;
  let server: ChildProcess | undefined;
  return {
    initialise: () => initialise(folder, options),
    start: async () => {
      const words = ["-D", databaseDir, "-p", String(port), "-k", "", ...options.postgresFlags];
      server = spawn(join(folder, "postgres"), words, {
        ...owner(),
        stdio: ["ignore", "ignore", "pipe"],
      });
      await ready(server);
    },
    stop: async () => {
      const ended = server && once(server, "exit");
      server?.kill("SIGINT");
      await ended;
      server = undefined;
    },
  };
}

async function initialise(folder: string, options: ClusterOptions): Promise<void> {
  const { uid, gid } = owner();
  if (uid !== undefined && gid !== undefined) await chown(options.databaseDir, uid, gid);
  const secret = await mkdtemp(join(tmpdir(), "athanor-pg-password-"));
  const file = join(secret, "password");
  await writeFile(file, options.password);
  if (uid !== undefined && gid !== undefined)
    await Promise.all([secret, file].map((path) => chown(path, uid, gid)));
  const words = [
    `--pgdata=${options.databaseDir}`,
    "--auth=password",
    `--username=${options.user}`,
    `--pwfile=${file}`,
  ];
  await promisify(execFile)(join(folder, "initdb"), [...words, ...options.initdbFlags], owner());
  await rm(secret, { recursive: true });
}

/** PostgreSQL refuses to run as root. */
function owner(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let told = "";
    server.stderr?.on("data", (chunk: Buffer) => {
      told += chunk.toString();
      if (told.includes("ready to accept connections")) resolve();
    });
    server.once("exit", () => reject(new Error(`PostgreSQL did not start: ${told}`)));
  });
}
