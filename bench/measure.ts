import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One run of a process, from outside. */
export type Run = {
  readonly wallMilliseconds: number;
  readonly cpuMilliseconds: number;
  readonly peakMegabytes: number;
};

export type Program = {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs before each run, untimed. */
  readonly before?: () => Promise<void>;
};

/** Runs each program in turn, A B A B, after one warm-up, and prints the medians and their ratio. */
export async function compare(
  title: string,
  ours: Program,
  peer: Program,
  runs = 3,
): Promise<void> {
  await once(ours);
  await once(peer);
  const mine: Run[] = [];
  const theirs: Run[] = [];
  for (let run = 0; run < runs; run += 1) {
    mine.push(await once(ours));
    theirs.push(await once(peer));
  }
  const figures = (["wallMilliseconds", "cpuMilliseconds", "peakMegabytes"] as const).map(
    (figure) => {
      const a = median(mine.map((run) => run[figure]));
      const b = median(theirs.map((run) => run[figure]));
      return `${figure} ${a.toFixed(0)} / ${b.toFixed(0)} = ${(a / b).toFixed(2)}`;
    },
  );
  process.stdout.write(`${title}\n  ${ours.name} / ${peer.name}\n  ${figures.join("\n  ")}\n`);
}

/** Runs one program several times and prints its medians. */
export async function time(title: string, program: Program, runs = 5): Promise<void> {
  await once(program);
  const all: Run[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await once(program));
  const wall = median(all.map((run) => run.wallMilliseconds));
  const cpu = median(all.map((run) => run.cpuMilliseconds));
  const peak = median(all.map((run) => run.peakMegabytes));
  process.stdout.write(
    `${title}: wall ${wall.toFixed(0)} ms, cpu ${cpu.toFixed(0)} ms, peak ${peak.toFixed(0)} MB\n`,
  );
}

/** Runs a program and measures nothing. */
export async function runOnce(program: Program): Promise<void> {
  await once(program);
}

async function once(program: Program): Promise<Run> {
  await program.before?.();
  const folder = await mkdtemp(join(tmpdir(), "athanor-bench-"));
  const file = join(folder, "usage.json");
  const started = performance.now();
  await finish(program, file);
  const wallMilliseconds = performance.now() - started;
  const usage = JSON.parse(await readFile(file, "utf8")) as NodeJS.ResourceUsage;
  await rm(folder, { recursive: true });
  const cpuMilliseconds = (usage.userCPUTime + usage.systemCPUTime) / 1000;
  return { wallMilliseconds, cpuMilliseconds, peakMegabytes: usage.maxRSS / 1024 };
}

async function finish(program: Program, usageFile: string): Promise<void> {
  const child = spawn(process.execPath, ["--import", reporter, ...program.args], {
    cwd: program.cwd,
    env: { ...process.env, NODE_OPTIONS: "", ...program.env, BENCH_USAGE_FILE: usageFile },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code !== 0 && !program.args.includes("migration:generate")) {
    throw new Error(`${program.name} ended with ${code}\n${Buffer.concat(output).toString()}`);
  }
}

const reporter = `data:text/javascript,${encodeURIComponent(`
import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(process.env.BENCH_USAGE_FILE, JSON.stringify(process.resourceUsage())));
`)}`;

/** Processor time of this process so far: what else the machine does is left out. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
