import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withDatabase } from "./database.js";
import type { BenchTarget } from "./database.js";
import { compare, runOnce, time } from "./measure.js";
import type { Program } from "./measure.js";
import { makeProject } from "./project.js";
import type { BenchDatabase, BenchProject } from "./project.js";

const athanor = join(import.meta.dirname, "../bin/athanor.js");
const typeorm = join(import.meta.dirname, "../node_modules/typeorm/cli.js");

const benches: Readonly<Record<string, (...args: readonly string[]) => Promise<void>>> = {
  autogenerate: (tables = "1000", kind = "sqlite") => autogenerate(Number(tables), kind),
  idle: (revisions = "100", kind = "sqlite") => idle(Number(revisions), kind),
  upgrade: (revisions = "1000", kind = "sqlite") => upgrade(Number(revisions), kind),
  startup,
};

async function autogenerate(tables: number, kind: string): Promise<void> {
  await inProject(tables, kind, async (project, target) => {
    await synchronize(project, target);
    await compare(
      `autogenerate without change, ${tables} tables, ${kind}`,
      ours(project, ["check", "-d", project.dataSource]),
      theirs(project, ["migration:generate", "x", "-d", project.dataSource, "--check"]),
    );
  });
}

async function upgrade(revisions: number, kind: string): Promise<void> {
  await inProject(1, kind, async (project, target) => {
    await writeRevisions(project.folder, revisions);
    const flags = ["-d", project.dataSource];
    await compare(
      `upgrade of ${revisions} revisions of two statements, ${kind}`,
      { ...ours(project, ["upgrade", "head", ...flags]), before: target.empty },
      { ...theirs(project, ["migration:run", "-t", "all", ...flags]), before: target.empty },
    );
  });
}

/** An upgrade that finds nothing to do. */
async function idle(revisions: number, kind: string): Promise<void> {
  await inProject(1, kind, async (project, target) => {
    await writeRevisions(project.folder, revisions);
    const flags = ["-d", project.dataSource];
    const mine = ours(project, ["upgrade", "head", ...flags]);
    const peer = theirs(project, ["migration:run", "-t", "all", ...flags]);
    await target.empty();
    await runOnce(peer);
    // The two do not know of each other's tables; one has created them already.
    await runOnce(ours(project, ["stamp", "head", ...flags]));
    await compare(`upgrade with nothing to do, ${revisions} revisions, ${kind}`, mine, peer, 7);
  });
}

async function startup(): Promise<void> {
  await inProject(1, "sqlite", async (project) => {
    await writeRevisions(project.folder, 100);
    await time("athanor --version", ours(project, ["--version"]));
    await time("athanor heads, 100 files", ours(project, ["heads"]));
  });
}

async function inProject(
  tables: number,
  kind: string,
  body: (project: BenchProject, target: BenchTarget) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "athanor-bench-project-"));
  await withDatabase(kind as BenchDatabase, folder, async (target) => {
    await body(await makeProject(join(folder, "project"), tables, target.options), target);
  });
  await rm(folder, { recursive: true, force: true });
}

async function synchronize(project: BenchProject, target: BenchTarget): Promise<void> {
  await target.empty();
  const loaded = createRequire(import.meta.url)(project.dataSource) as {
    default: import("typeorm").DataSource;
  };
  await loaded.default.initialize();
  await loaded.default.synchronize();
  await loaded.default.destroy();
}

async function writeRevisions(folder: string, count: number): Promise<void> {
  const versions = join(folder, "migrations/versions");
  const migrations = join(folder, "typeorm-migrations");
  await mkdir(versions, { recursive: true });
  await mkdir(migrations, { recursive: true });
  for (let n = 0; n < count; n += 1) {
    await writeFile(join(versions, `${identifier(n)}_step.js`), revisionText(n));
    await writeFile(join(migrations, `${n}.js`), migrationText(n));
  }
}

const identifier = (n: number): string => `a${String(n).padStart(11, "0")}`;

const statements = (n: number): readonly [string, string] => [
  `CREATE TABLE t${n} (id integer PRIMARY KEY, name varchar(20))`,
  `CREATE INDEX i${n} ON t${n} (name)`,
];

function revisionText(n: number): string {
  const [first, second] = statements(n);
  return `/**
 * step ${n}
 *
 * Created:   2026-01-01T00:00:00Z
 */
exports.revision = "${identifier(n)}";
exports.downRevision = ${n === 0 ? "null" : `"${identifier(n - 1)}"`};
exports.branchLabels = [];
exports.dependsOn = [];
exports.upgrade = async (op) => {
  await op.execute("${first}");
  await op.execute("${second}");
};
exports.downgrade = async (op) => {
  await op.dropTable("t${n}");
};
`;
}

function migrationText(n: number): string {
  const [first, second] = statements(n);
  const name = `Step${1_700_000_000_000 + n}`;
  return `module.exports.${name} = class ${name} {
  name = "${name}";
  async up(runner) {
    await runner.query("${first}");
    await runner.query("${second}");
  }
  async down(runner) {
    await runner.query("DROP TABLE t${n}");
  }
};
`;
}

function ours(project: BenchProject, args: readonly string[]): Program {
  return { name: `athanor ${args[0]}`, args: [athanor, ...args], cwd: project.folder };
}

function theirs(project: BenchProject, args: readonly string[]): Program {
  return { name: `typeorm ${args[0]}`, args: [typeorm, ...args], cwd: project.folder };
}

const [name = "startup", ...rest] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined)
  throw new Error(`no benchmark "${name}"; there are ${Object.keys(benches)}`);
await bench(...rest);
