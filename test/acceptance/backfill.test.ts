import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { upgradeScript } from "../../src/action/script.js";
import { upgrade } from "../../src/action/upgrade.js";
import type { ProgressEvent } from "../../src/runner/run-request.js";
import {
  describeOnProducts,
  withEntities,
  type Application,
} from "../support/versioned-entities.js";

const revisionText = (id: string, down: string | null, body: string): string => `
export const revision = "${id}";
export const downRevision = ${JSON.stringify(down)};
export const branchLabels = [];
export const dependsOn = [];
export async function upgrade(op) { ${body} }
export async function downgrade(op) {}
`;

const create = `await op.createTable("items", {
  columns: [
    { name: "shelf", type: "varchar", length: 20, nullable: false },
    { name: "place", type: "integer", nullable: false },
    { name: "note", type: "varchar", length: 20, nullable: true },
  ],
  primaryKey: { name: "PK_items", columns: ["shelf", "place"] },
});
await op.bulkInsert("items", Array.from({ length: 25 }, (_, at) => ({
  shelf: ["it's", "b\\\\c", "z"][at % 3], place: at, note: at % 5 === 0 ? "kept" : null,
})));`;

const batched = `await op.backfill("items", { set: { note: "new" }, batchSize: 6, pause: 1 });`;

const versions = { entities: "const entities = [];" };

async function options(application: Application, ...bodies: readonly string[]) {
  const scriptLocation = join(application.root, "migrations");
  await mkdir(join(scriptLocation, "versions"), { recursive: true });
  for (const [at, body] of [create, ...bodies].entries()) {
    const id = `aaaa${String(at)}`;
    const down = at === 0 ? null : `aaaa${String(at - 1)}`;
    const text = revisionText(id, down, body);
    await writeFile(join(scriptLocation, "versions", `${id}.js`), text);
  }
  return { ...application.at("entities"), scriptLocation };
}

async function notes({ query }: Application): Promise<Readonly<Record<string, number>>> {
  const rows = await query("SELECT note FROM items");
  const counts: Record<string, number> = {};
  for (const { note } of rows) counts[String(note)] = (counts[String(note)] ?? 0) + 1;
  return counts;
}

const filled = { kept: 5, new: 20 };

describeOnProducts(
  (product) => `op.backfill on ${product}`,
  (product) => {
    const withItems = (use: (application: Application) => Promise<void>) => () =>
      withEntities(product, versions, use);

    it(
      "fills the rows in which the column is empty",
      withItems(async (application) => {
        const body = `await op.backfill("items", { set: { note: "new" } });`;
        await upgrade(await options(application, body));
        expect(await notes(application)).to.deep.equal(filled);
      }),
    ).timeout(60_000);

    it(
      "goes through them in batches by the key, and tells how far it is",
      withItems(async (application) => {
        const events: ProgressEvent[] = [];
        const given = await options(application, batched);
        await upgrade({ ...given, onProgress: (event) => void events.push(event) });
        expect(await notes(application)).to.deep.equal(filled);
        const told = events.flatMap((event) => (event.kind === "rowsFilled" ? [event.rows] : []));
        expect(told).to.deep.equal([6, 12, 18, 20]);
      }),
    ).timeout(60_000);

    it(
      "fills the rows that a condition or values name, with an expression",
      withItems(async (application) => {
        const body = `
        await op.backfill("items", { set: { note: () => "upper(note)" }, where: { note: "kept" }, batchSize: 2 });
        await op.backfill("items", { set: { note: "low" }, where: "place < 3 AND note IS NULL" });`;
        await upgrade(await options(application, body));
        expect(await notes(application)).to.deep.equal({ KEPT: 5, low: 2, null: 18 });
      }),
    ).timeout(60_000);

    it(
      "goes on with what is still empty after it was ended on the way",
      withItems(async (application) => {
        const given = await options(application, batched);
        const ending = new AbortController();
        const run = upgrade({
          ...given,
          signal: ending.signal,
          onProgress: (event) => {
            if (event.kind === "rowsFilled") ending.abort();
          },
        });
        const code = await run.then(String, (error: { code: string }) => error.code);
        expect(code).to.equal("INTERRUPTED");
        expect((await notes(application))["new"]).to.equal(6);
        await upgrade(given);
        expect(await notes(application)).to.deep.equal(filled);
      }),
    ).timeout(60_000);

    it(
      "does the same in a script that somebody else runs",
      withItems(async (application) => {
        const given = await options(application, batched);
        await upgrade({ ...given, target: "aaaa0" });
        const { databases } = await upgradeScript({ ...given, target: "aaaa0:aaaa1" });
        const sql = databases[0]?.sql ?? "";
        const statement = /(-- All rows|UPDATE "items"|UPDATE `items`)[\s\S]*?;\n/.exec(sql);
        const [first = ""] =
          /DO \$athanor\$\n#variable_conflict[\s\S]*?\nEND\n\$athanor\$/.exec(sql) ??
          statement ??
          [];
        await application.query(first);
        expect(await notes(application)).to.deep.equal(filled);
      }),
    ).timeout(60_000);
  },
);
