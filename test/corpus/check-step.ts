// One process of a history: `check-step.ts REQUEST`, a JSON of StepRequest. Prints a JSON of StepResult.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DataSourceOptions } from "typeorm";
import { check } from "../../src/action/check.js";
import { current } from "../../src/action/current.js";
import { downgrade } from "../../src/action/downgrade.js";
import type { ProjectOptions } from "../../src/project/project.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { adaptRows, refusesRows } from "./adapt.js";
import { loadDataSource, readDocument } from "./document.js";
import { fillDatabase } from "./fill.js";
import { createFindings, failureText } from "./findings.js";
import { inspectDatabase, refusalOfSynchronize, withDatabase } from "./oracle.js";
import { compareRows, readAllRows } from "./rows.js";
import { targets } from "./target.js";

export type StepRequest = {
  readonly database: string;
  readonly file: string;
  /** Where the revisions are, and what was inspected after each. */
  readonly folder: string;
  readonly options: Partial<DataSourceOptions>;
  /** `there`: write and apply what this document changes. `back`: undo everything step by step, and do it again. */
  readonly way: "there" | "back";
};

export type StepResult = {
  /** Why TypeORM cannot synchronize the document on this server; then nothing was done. */
  readonly refusal?: string;
  readonly findings: readonly string[];
  readonly notes: readonly string[];
};

const request = JSON.parse(process.argv[2] ?? "") as StepRequest;
const target = targets[request.database]?.();
if (target === undefined) throw new Error(`unknown database "${request.database}"`);
const findings = createFindings();
const notes: string[] = [];
const open = await loadDataSource(await readDocument(request.file), {
  type: target.type,
} as DataSourceOptions);
const mine = (): ReturnType<typeof open> => open(request.options);
const project: ProjectOptions = { dataSource: mine(), scriptLocation: request.folder };

let refusal: string | undefined;
try {
  if (request.way === "back") await goBackAndThere();
  else refusal = await goThere();
} catch (failure) {
  findings.add(failureText(failure));
}
const result: StepResult = {
  ...(refusal === undefined ? {} : { refusal }),
  findings: findings.lines,
  notes,
};
process.stdout.write(JSON.stringify(result));
process.exit(0);

/** Gives TypeORM's refusal where it can synchronize nothing of the kind. */
async function goThere(): Promise<string | undefined> {
  const theirs = await synchronized();
  if (theirs.refusal !== undefined) return theirs.refusal;
  const written = await revision({ ...project, autogenerate: true, message: "step" });
  if (written.written) await changing("the upgrade", () => upgrade(project));
  const found = await check(project);
  findings.report(
    "a second autogenerate",
    found.databases.flatMap(({ operations }) => operations),
  );
  const made = await inspectDatabase(mine());
  findings.same("what synchronize() makes", made, theirs.lines);
  await remember(made);
  const { filled, tables, empty } = await withDatabase(mine(), fillDatabase);
  notes.push(`${written.written ? "changed" : "same"}, rows in ${filled} of ${tables} tables`);
  notes.push(...empty.map((one) => `no row goes into ${one}`));
  return undefined;
}

async function goBackAndThere(): Promise<void> {
  const steps: string[] = [];
  for (let at = await head(); at !== undefined; at = await head()) {
    steps.unshift(at);
    const title = `the downgrade of ${at}`;
    if (!(await changing(title, () => downgrade({ ...project, target: "-1" })))) return;
    const now = await head();
    const expected = now === undefined ? [] : await recall(now);
    findings.same(`it was before ${at}`, await inspectDatabase(mine()), expected);
  }
  for (const step of steps) {
    await withDatabase(mine(), fillDatabase);
    if (!(await changing(`the upgrade of ${step}`, () => upgrade({ ...project, target: "+1" }))))
      return;
    findings.same(`the first ${step}`, await inspectDatabase(mine()), await recall(step));
  }
  notes.push(`${steps.length} revisions down and up again`);
}

/** Runs a change; where the rows forbid it, adapts them and tries again. All rows that are there before must be there afterwards. */
async function changing(title: string, change: () => Promise<unknown>): Promise<boolean> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const before = await withDatabase(mine(), readAllRows);
    try {
      await change();
      compareRows(findings, title, before, await withDatabase(mine(), readAllRows));
      return true;
    } catch (failure) {
      const after = await withDatabase(mine(), readAllRows);
      compareRows(findings, `the refusal of ${title}`, before, after);
      if (!refusesRows(failure)) throw failure;
      const done = await withDatabase(mine(), (database) => adaptRows(database, failure));
      if (done === undefined) throw failure;
      notes.push(`${title} refused (${failureText(failure)}): ${done}`);
    }
  }
  findings.add(`${title} is still refused`);
  return false;
}

async function synchronized() {
  const theirs = await targets[request.database]?.().create();
  if (theirs === undefined) return { lines: [] };
  try {
    const refusal = await refusalOfSynchronize(open(theirs.options));
    return refusal === undefined
      ? { lines: await inspectDatabase(open(theirs.options)) }
      : { lines: [], refusal };
  } finally {
    await theirs.drop();
  }
}

async function head(): Promise<string | undefined> {
  const { databases } = await current(project);
  return databases[0]?.revisions[0]?.revision;
}

async function remember(lines: readonly string[]): Promise<void> {
  const at = await head();
  if (at === undefined) return;
  await mkdir(join(request.folder, "inspected"), { recursive: true });
  await writeFile(join(request.folder, "inspected", `${at}.json`), JSON.stringify(lines));
}

async function recall(at: string): Promise<readonly string[]> {
  const text = await readFile(join(request.folder, "inspected", `${at}.json`), "utf8");
  return JSON.parse(text) as readonly string[];
}
