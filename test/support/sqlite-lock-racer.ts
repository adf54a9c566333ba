// Takes the lock again and again: `sqlite-lock-racer.ts FOLDER TURNS`. Exit 1 where another process has it at the same time.
import { appendFileSync, existsSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lock } from "../../plugin/sqlite/lock.js";
import { connectBetterSqlite } from "./connection-sqlite.js";

const [folder = "", turns = "1"] = process.argv.slice(2);
const held = join(folder, "held");
const connection = await connectBetterSqlite(join(folder, "a.db"));
const request = { connection, key: "", timeoutMilliseconds: 60_000, onWait: () => undefined };

for (let turn = 0; turn < Number(turns); turn += 1) {
  const free = await lock(request);
  await claim();
  appendFileSync(join(folder, "turns"), ".");
  process.stdout.write(".");
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
  unlinkSync(held);
  await free();
}
await connection.close();

async function claim(): Promise<void> {
  try {
    writeFileSync(held, String(process.pid), { flag: "wx" });
  } catch {
    const other = readFileSync(held, "utf8");
    if (await isAtWork(other)) {
      process.stderr.write(`process ${other} holds it too`);
      process.exit(1);
    }
    writeFileSync(held, String(process.pid));
  }
}

/** Who was killed leaves its claim behind, and its number is known until its parent has noticed; who is at work goes on. */
async function isAtWork(other: string): Promise<boolean> {
  while (isKnown(Number(other))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (!existsSync(held) || readFileSync(held, "utf8") !== other) return true;
  }
  return false;
}

function isKnown(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
