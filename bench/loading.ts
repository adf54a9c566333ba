import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeEntities, type EntityProject } from "./loading/entities.js";

/** Compares ways to load a project of TypeScript entities: what decorators see, and what it costs. */

const root = join(import.meta.dirname, "..");
const run = promisify(execFile);
const here = join(import.meta.dirname, "loading");

type Way = {
  readonly name: string;
  /** For Node itself. */
  readonly flags?: readonly string[];
  readonly way: "athanor" | "jiti" | "require" | "import";
  readonly extra?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Loads what the TypeScript compiler wrote, not the sources. */
  readonly compiled?: true;
  /** Only for one kind of project. */
  readonly kind?: "esm" | "cjs";
};

type Outcome = {
  readonly failure?: string;
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
  readonly types: readonly string[];
};

type Shape = Omit<EntityProject, "folder">;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const tsc = (...flags: readonly string[]) =>
  run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...flags], { cwd: root })
    // Types are not the matter here, and entities that import one another have harmless errors.
    .catch(() => undefined);

async function load(project: string, way: Way): Promise<Outcome> {
  const entry = join(project, way.compiled ? "out/data-source.js" : "src/data-source.ts");
  const args = [...(way.flags ?? []), join(here, "child.mjs"), way.way, entry];
  const env = { ...process.env, ...way.env, TS_NODE_PROJECT: join(project, "tsconfig.json") };
  const { stdout } = await run(process.execPath, [...args, way.extra ?? ""], {
    cwd: project,
    env,
    maxBuffer: 2 ** 26,
  }).catch((failure: Error) => ({ stdout: JSON.stringify({ failure: failure.message }) }));
  return JSON.parse(stdout.split("\n").find((line) => line.startsWith("{")) ?? "{}") as Outcome;
}

function ways(folder: string, project: string): readonly Way[] {
  const athanor = join(folder, "athanor/src/loading/load-module.js");
  return [
    { name: "tsc, compiled beforehand", way: "require", compiled: true },
    { name: "athanor (swc)", way: "athanor", extra: athanor },
    { name: "jiti 2, cold", way: "jiti", extra: join(project, "cache") },
    { name: "jiti 2, warm", way: "jiti", extra: join(project, "warm-cache") },
    {
      name: "@swc-node/register",
      way: "require",
      flags: ["--require", "@swc-node/register"],
      kind: "cjs",
    },
    {
      name: "@swc-node/register/esm",
      way: "import",
      flags: ["--import", "@swc-node/register/esm-register"],
      kind: "esm",
    },
    {
      name: "oxc-transform, own hook",
      way: "import",
      flags: ["--import", join(here, "oxc-register.mjs")],
    },
    { name: "tsx", way: "require", flags: ["--import", "tsx"], kind: "cjs" },
    { name: "tsx", way: "import", flags: ["--import", "tsx"], kind: "esm" },
    { name: "ts-node", way: "require", flags: ["--require", "ts-node/register"], kind: "cjs" },
    {
      name: "ts-node, transpile only",
      way: "require",
      flags: ["--require", "ts-node/register/transpile-only"],
      kind: "cjs",
    },
    {
      name: "ts-node",
      way: "import",
      flags: ["--loader", "ts-node/esm", "--no-warnings"],
      kind: "esm",
    },
  ];
}

function report(way: Way, outcomes: readonly Outcome[], truth: readonly string[]): void {
  const [first] = outcomes;
  if (first === undefined || first.failure !== undefined || first.types === undefined) {
    process.stdout.write(`${way.name.padEnd(26)} fails: ${first?.failure ?? "no answer"}\n`);
    return;
  }
  const known = new Set(truth);
  const wrong = first.types.filter((type) => !known.has(type));
  const figures = (["wall", "cpu", "memory"] as const).map((figure) =>
    median(outcomes.map((outcome) => outcome[figure]))
      .toFixed(0)
      .padStart(6),
  );
  const verdict = wrong.length === 0 ? "as tsc" : `${wrong.length} differ: ${wrong[0] ?? ""}`;
  process.stdout.write(
    `${way.name.padEnd(26)} wall ${figures[0]} ms, cpu ${figures[1]} ms, peak ${figures[2]} MB; ${verdict}\n`,
  );
}

async function compare(folder: string, { kind, shape, entities }: Shape, runs: number) {
  const project = join(folder, `${kind}-${shape}`);
  await mkdir(project);
  await writeEntities({ folder: project, kind, shape, entities });
  await compileProject(project);
  process.stdout.write(`\n${entities} entities, ${kind}, ${shape}\n`);
  let truth: readonly string[] = [];
  for (const way of ways(folder, project).filter((each) => (each.kind ?? kind) === kind)) {
    const outcomes: Outcome[] = [];
    for (let turn = 0; turn < runs; turn += 1) {
      await rm(join(project, "cache"), { recursive: true, force: true });
      outcomes.push(await load(project, way));
    }
    if (way.compiled) truth = outcomes[0]?.types ?? [];
    report(way, outcomes.slice(runs > 1 ? 1 : 0), truth);
  }
}

/** What the decorators are meant to see: the whole program compiled to CommonJS. `paths` are links there. */
async function compileProject(project: string): Promise<void> {
  const flags = ["--module", "commonjs", "--moduleResolution", "node", "--outDir", "out"];
  await tsc("-p", project, ...flags.map((flag) => (flag === "out" ? join(project, "out") : flag)));
  await writeFile(join(project, "out/package.json"), `{ "type": "commonjs" }`);
  await mkdir(join(project, "out/node_modules"));
  await symlink(join(project, "out/areas"), join(project, "out/node_modules/@areas"));
}

const [entities = "300", runs = "4"] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "athanor-loading-"));
try {
  const out = ["--outDir", join(folder, "athanor"), "--emitDeclarationOnly", "false"];
  await tsc("-p", "tsconfig.build.json", ...out);
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "package.json"), `{ "type": "module" }`);
  for (const shape of ["plain", "whole"] as const) {
    for (const kind of ["cjs", "esm"] as const) {
      await compare(folder, { kind, shape, entities: Number(entities) }, Number(runs));
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
