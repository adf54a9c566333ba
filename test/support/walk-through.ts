import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import { expect } from "chai";
import { parseArgsStringToArgv } from "string-argv";
import { withCommandLine, type CommandLine, type Ended } from "./command-line.js";
import { blocksOf, type Block } from "./page.js";

/** Builds the package where nobody has, or where its sources are newer. */
export async function buildIfOlder(root: string): Promise<void> {
  const built = join(root, "dist/src/bin.js");
  const since = existsSync(built) ? (await stat(built)).mtimeMs : 0;
  const newest = await Promise.all(["src", "plugin"].map((name) => newestIn(join(root, name))));
  if (Math.max(...newest) <= since) return;
  await promisify(execFile)("npm", ["run", "--silent", "build"], { cwd: root });
}

async function newestIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith(".ts"));
  const facts = await Promise.all(files.map((name) => stat(join(folder, name))));
  return Math.max(0, ...facts.map(({ mtimeMs }) => mtimeMs));
}

/** Does what a page tells a reader to do: writes its files, runs its commands, compares what it says was written. */
export function walkThrough(page: string): Promise<void> {
  const blocks = blocksOf(page);
  const at = blocks.findIndex(({ project }) => project !== undefined);
  const [first, second] = at === -1 ? [blocks, []] : [blocks.slice(0, at), blocks.slice(at)];
  return inProject(async (before) => {
    for (const block of first) await follow(before, block);
    await inProject(async (after) => {
      await takeOver(before.folder, after.folder);
      for (const block of second) await follow(after, block);
    });
  });
}

function inProject(body: (project: CommandLine) => Promise<void>): Promise<void> {
  const compilerOptions = {
    target: "ES2022",
    module: "NodeNext",
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
  };
  return withCommandLine({ "tsconfig.json": JSON.stringify({ compilerOptions }) }, body);
}

/** The sources and the tables of a project that Athanor has never seen. */
async function takeOver(last: string, folder: string): Promise<void> {
  await cp(join(last, "src"), join(folder, "src"), { recursive: true });
  await cp(join(last, "shop.sqlite"), join(folder, "shop.sqlite"));
  const database = new Database(join(folder, "shop.sqlite"));
  database.exec("DROP TABLE athanor_version; DROP TABLE athanor_log;");
  database.close();
}

async function follow(project: CommandLine, block: Block): Promise<void> {
  if (block.file !== undefined) await project.write(block.file, block.text);
  if (block.written !== undefined) await compareWritten(project, block.written, block.text);
  if (block.language !== "sh") return;
  for (const line of block.text.split("\n")) {
    const { groups } = /^(?:(?<name>\w+)=(?<value>\S+) )?npx athanor (?<args>.+)/.exec(line) ?? {};
    if (groups !== undefined) await runLine(project, line, groups);
  }
}

/** The commands of a page's shell blocks, block by block; those that the page says are not run left out. */
export function shellBlocks(page: string): readonly (readonly string[])[] {
  return blocksOf(page)
    .filter((block) => block.language === "sh" && block["no run"] === undefined)
    .map(({ text }) => text.trim().split("\n"));
}

/** Runs such commands, of which each must succeed. */
export async function runCommands(
  run: (...args: readonly string[]) => Promise<Ended>,
  lines: readonly string[],
): Promise<void> {
  for (const line of lines) {
    const [, args] = /^npx athanor (.+)/.exec(line) ?? [];
    expect(args, `No test can run "${line}": say why in <!-- no run: ... -->`).to.be.a("string");
    const { code, stdout, stderr } = await run(...parseArgsStringToArgv(args ?? ""));
    expect(code, `${line}\n${stdout}${stderr}`).to.equal(0);
  }
}

async function runLine(
  { athanor }: CommandLine,
  line: string,
  { name, value, args = "" }: Readonly<Record<string, string>>,
): Promise<void> {
  if (name !== undefined) process.env[name] = value;
  try {
    const { code, stdout, stderr } = await athanor(...parseArgsStringToArgv(args));
    expect(code, `${line}\n${stdout}${stderr}`).to.equal(0);
  } finally {
    if (name !== undefined) delete process.env[name];
  }
}

/** The file of the revision with this message is the text of the page, its id and moment aside. */
async function compareWritten(
  { folder, files }: CommandLine,
  message: string,
  text: string,
): Promise<void> {
  const ending = `_${message.replaceAll(" ", "_")}.ts`;
  const path = (await files()).find((each) => each.endsWith(ending)) ?? ending;
  expect(withoutChance(await readFile(join(folder, path), "utf8"))).to.equal(withoutChance(text));
}

function withoutChance(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{12}\b/g, "ID")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "MOMENT");
}
