// npm run corpus -- DIRECTORY --database postgres|sqlite|mariadb|mysql [--only TEXT] [--jobs N]
// A line for each set or history, a summary, exit 1 on any failure.
import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { postgresServer, stopPostgres } from "../support/postgres.js";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    database: { type: "string", default: "sqlite" },
    only: { type: "string", default: "" },
    jobs: { type: "string", default: "2" },
  },
});
const directory = positionals[0];
if (directory === undefined) throw new Error("name the directory of the corpus");

const found = (await jobsOf(directory)).filter(({ name }) => name.includes(values.only));
const server = values.database === "postgres" ? await postgresServer() : undefined;
const tally = { ok: 0, skipped: 0, failed: 0 };
const queue = [...found];
await Promise.all(Array.from({ length: Number(values.jobs) }, work));
await stopPostgres();
process.stdout.write(`${tally.ok} ok, ${tally.skipped} skipped, ${tally.failed} failed\n`);
process.exitCode = tally.failed === 0 ? 0 : 1;

type Job = { readonly name: string; readonly documents: readonly string[] };

async function jobsOf(root: string): Promise<readonly Job[]> {
  const sets = (await list(join(root, "sets"))).map((file) => ({
    name: relative(root, file),
    documents: [file],
  }));
  const applications = await list(join(root, "histories"));
  const histories = await Promise.all(
    applications.map(async (folder) => ({
      name: relative(root, folder),
      documents: await list(folder),
    })),
  );
  return [...sets, ...histories];
}

async function list(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).sort().map((name) => join(folder, name));
}

async function work(): Promise<void> {
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const { outcome, text } = await runJob(job);
    tally[outcome] += 1;
    process.stdout.write(`${outcome.padEnd(8)}${job.name}${text === "" ? "" : `\n${text}`}\n`);
  }
}

async function runJob(
  job: Job,
): Promise<{ readonly outcome: keyof typeof tally; readonly text: string }> {
  const worker = job.documents.length === 1 ? "check-set.ts" : "check-history.ts";
  const loader = join(import.meta.dirname, "../support/typeorm-line.mjs");
  const args = ["--import", loader, "--import", "tsx", join(import.meta.dirname, worker)];
  const child = spawn(process.execPath, [...args, values.database, ...job.documents], {
    env: { ...process.env, CORPUS_SERVER: JSON.stringify(server ?? {}) },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 600_000 * job.documents.length,
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const outcome = code === 0 ? "ok" : code === 4 ? "skipped" : "failed";
  const text = Buffer.concat(output).toString().trimEnd();
  return { outcome, text };
}
