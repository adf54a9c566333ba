import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { time } from "./measure.js";
import { makeProject } from "./project.js";

const SIZE = Number(process.argv[2] ?? 10_000);
const athanor = join(import.meta.dirname, "../bin/athanor.js");

const name = (at: number) => `r${String(at).padStart(11, "0")}`;

function fileText(at: number): string {
  return `/**
 * change ${at}
 *
 * Revision:  ${name(at)}
 * Revises:   ${at === 0 ? "base" : name(at - 1)}
 * Created:   2026-11-20T08:30:00Z
 */
export const revision = "${name(at)}";
export const downRevision = ${at === 0 ? "null" : `"${name(at - 1)}"`};
export const branchLabels = [];
export const dependsOn = [];

export async function upgrade(op) {
  await op.execute("CREATE TABLE t${at} (id integer PRIMARY KEY, name varchar(20))");
}

export async function downgrade(op) {
  await op.dropTable("t${at}");
}
`;
}

const folder = await mkdtemp(join(tmpdir(), "athanor-bench-history-"));
const options = { type: "better-sqlite3", database: join(folder, "app.db") };
const project = await makeProject(join(folder, "project"), 1, options);
const versions = join(project.folder, "migrations/versions");
await mkdir(versions, { recursive: true });
for (let at = 0; at < SIZE; at += 1)
  await writeFile(join(versions, `${name(at)}.mjs`), fileText(at));

const env = { XDG_CACHE_HOME: join(folder, "cache") };
const run = (...words: readonly string[]) => ({
  name: `athanor ${words[0]}`,
  args: [athanor, ...words],
  cwd: project.folder,
  env,
});
// The first run of all is not timed: it fills the cache. Files younger than the clock is coarse are not believed.
await new Promise((resolve) => setTimeout(resolve, 2_500));
await time(`stamp head, ${SIZE} files`, run("stamp", "head", "-d", project.dataSource), 1);
for (const words of [["heads"], ["history", "-n", "20"], ["history"], ["history", "--graph"]])
  await time(`${words.join(" ")}, ${SIZE} files`, run(...words));
await time(`current, ${SIZE} files`, run("current", "-d", project.dataSource));
await rm(folder, { recursive: true });
