// What lock, log and journal add to a run with nothing to do, in one process: `npx tsx bench/overhead.ts [runs]`.
import { postgres } from "../plugin/postgres/index.js";
import { run } from "../src/runner/run.js";
import { connectPostgres } from "../test/support/connection-postgres.js";
import { stopPostgres, withPostgresDatabase } from "../test/support/postgres.js";
import { upgradeRequest } from "../test/support/run-scenario.js";
import { median } from "./measure.js";

const [runs = "200"] = process.argv.slice(2);
const versionTable = { name: "athanor_version" };

await withPostgresDatabase(async (options) => {
  const connection = await connectPostgres(options);
  const scenario = { a: { up: () => undefined } };
  const request = { ...upgradeRequest(connection, scenario), dialect: postgres };
  await run(request);
  const bare: number[] = [];
  const whole: number[] = [];
  for (let turn = 0; turn < Number(runs); turn += 1) {
    bare.push(await timed(() => postgres.store.read(connection, versionTable)));
    whole.push(await timed(() => run(request)));
  }
  const [least, all] = [median(bare), median(whole)];
  process.stdout.write(
    `a run with nothing to do, PostgreSQL, median of ${runs}: ${all.toFixed(1)} ms; reading the version rows alone ${least.toFixed(1)} ms; added ${(all - least).toFixed(1)} ms\n`,
  );
  await connection.close();
});
await stopPostgres();

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
