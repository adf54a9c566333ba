// Checks one application's history: `check-history.ts DATABASE FILE...`, files in time order. Exit 0 where all holds, 1 with
// the findings, 4 where TypeORM can synchronize none of it on this server. A process for each step: TypeORM's metadata storage is global.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { StepRequest, StepResult } from "./check-step.js";
import { targets } from "./target.js";

const [database = "", ...files] = process.argv.slice(2);
const target = targets[database]?.();
if (target === undefined) throw new Error(`unknown database "${database}"`);
const folder = await mkdtemp(join(tmpdir(), "athanor-history-"));
const { options, drop } = await target.create();
let failed = false;
let last: string | undefined;
try {
  const step = { database, folder, options };
  for (const file of files) if (await runStep({ ...step, file, way: "there" })) last = file;
  if (last !== undefined) await runStep({ ...step, file: last, way: "back" });
} finally {
  await drop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : last === undefined ? 4 : 0);

/** False where TypeORM cannot synchronize the document, which is told and left out. */
async function runStep(request: StepRequest): Promise<boolean> {
  const { refusal, findings, notes } = await spawnStep(request);
  const name = request.way === "there" ? basename(request.file, ".json") : "down and up";
  if (refusal !== undefined) {
    process.stdout.write(`         skipped ${name}\n             TypeORM: ${refusal}\n`);
    return false;
  }
  process.stdout.write(`         ${findings.length === 0 ? "ok" : "failed"} ${name}\n`);
  for (const note of notes) process.stdout.write(`             ${note}\n`);
  for (const finding of findings) process.stdout.write(`           ! ${finding}\n`);
  failed ||= findings.length > 0;
  return true;
}

async function spawnStep(request: StepRequest): Promise<StepResult> {
  const script = join(import.meta.dirname, "check-step.ts");
  const child = spawn(process.execPath, [...process.execArgv, script, JSON.stringify(request)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [output, errors]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code === 0) return JSON.parse(Buffer.concat(output).toString()) as StepResult;
  return { findings: [`exit ${code}: ${Buffer.concat(errors).toString()}`], notes: [] };
}
