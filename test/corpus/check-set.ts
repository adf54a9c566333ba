// Checks one set: `check-set.ts DATABASE FILE`. Exit 0 where all holds, 1 with the findings, 4 with TypeORM's error where it
// cannot synchronize the set on this very server.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataSourceOptions } from "typeorm";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { loadDataSource, readDocument } from "./document.js";
import { createFindings, failureText } from "./findings.js";
import { inspectDatabase, refusalOfSynchronize, schemaLog, synchronize } from "./oracle.js";
import { targets } from "./target.js";

const [database = "", file = ""] = process.argv.slice(2);
const target = targets[database]?.();
if (target === undefined) throw new Error(`unknown database "${database}"`);
const document = await readDocument(file);
const isMysql = /^(mysql|mariadb)$/.test(database);
// On MySQL, TypeORM takes back the second time what it made the first: uniques of embedded classes, one of two versions of an entity.
const synchronizesAgain = !isMysql && (document.sync[target.type]?.again ?? 0) > 0;
const folder = await mkdtemp(join(tmpdir(), "athanor-corpus-"));
const open = await loadDataSource(document, { type: target.type } as DataSourceOptions);
const mine = await target.create();
const theirs = await target.create();
const findings = createFindings();
const refusal = await refusalOfSynchronize(open(theirs.options));
try {
  if (refusal === undefined) {
    await checkSynchronized();
    await checkOwn();
  }
} catch (failure) {
  findings.add(failureText(failure));
} finally {
  await mine.drop();
  await theirs.drop();
  await rm(folder, { recursive: true, force: true });
}
const lines = refusal === undefined ? findings.lines : [`TypeORM: ${refusal}`];
process.stdout.write(lines.map((line) => `         ${line}`).join("\n"));
process.exit(refusal !== undefined ? 4 : findings.lines.length === 0 ? 0 : 1);

async function checkSynchronized(): Promise<void> {
  // Some of it TypeORM makes only when asked a second time: foreign keys of entities with a schema, on SQLite.
  if (synchronizesAgain) await synchronize(open(theirs.options));
  const found = await check({
    dataSource: open(theirs.options),
    scriptLocation: join(folder, "theirs"),
  });
  const differences = operationsOf(found).filter((text) => !isOwnCheck(text));
  findings.report("check of a synchronized database", differences);
}

async function checkOwn(): Promise<void> {
  const options = { dataSource: open(mine.options), scriptLocation: join(folder, "mine") };
  const before = await inspectDatabase(open(mine.options));
  const written = await revision({ ...options, autogenerate: true, message: "all" });
  if (!written.written) return;
  await upgrade(options);
  findings.report("a second autogenerate", operationsOf(await check(options)));
  const made = await inspectDatabase(open(mine.options));
  const plain = made.filter((line) => !isOwnCheck(line));
  findings.same("what synchronize() makes", plain, await inspectDatabase(open(theirs.options)));
  const ours = await schemaLog(open(mine.options));
  const own = new Set(await schemaLog(open(theirs.options)));
  findings.report(
    "TypeORM's own schema:log",
    ours.filter((sql) => !own.has(sql)),
  );
  await downgrade({ ...options, target: "base" });
  findings.same(
    "the database before, after downgrade to base",
    await inspectDatabase(open(mine.options)),
    before,
  );
  await upgrade(options);
  findings.same(
    "the first upgrade, after a second",
    await inspectDatabase(open(mine.options)),
    made,
  );
}

function operationsOf(found: Awaited<ReturnType<typeof check>>): readonly string[] {
  return found.databases.flatMap(({ operations }) => operations);
}

/** TypeORM makes no CHECKs on MySQL; Athanor does: an operation, several on one table, or a line of the inspection. */
function isOwnCheck(text: string): boolean {
  if (!isMysql) return false;
  const parts = text.replace(/^change table "[^"]*": /, "").split("; ");
  return parts.every((part) => /^create check |"kind":"check"/.test(part));
}
