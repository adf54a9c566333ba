import { rename } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import {
  describeOnProducts,
  withEntities,
  type AnyProduct,
  type Application,
} from "../support/versioned-entities.js";
import { statedRenames, type StatedRename } from "./stated-rename-cases.js";

async function goesThereAndBack(product: AnyProduct, held: StatedRename): Promise<void> {
  const { before, after, insert, renames, read } = held;
  await withEntities(product, { before, after }, async (application) => {
    const run = (sql: string) => application.query(quoted(product, sql));
    const values = async (queries: readonly string[]): Promise<unknown> =>
      Promise.all(queries.map(async (sql) => (await run(sql)).map((row) => Object.values(row))));
    const [old, fresh] = [application.at("before"), application.at("after")].map((at) => ({
      ...at,
      scriptLocation: "migrations",
    }));
    if (old === undefined || fresh === undefined) throw new Error("no versions");
    await revision({ ...old, autogenerate: true, message: "before" });
    await upgrade(old);
    for (const sql of insert) await run(sql);
    const rows = await values(read.before);
    const stated = renames[product] ?? renames.all ?? [];
    const made = await revision({
      ...fresh,
      autogenerate: true,
      message: "after",
      rename: stated,
    });
    expect(made.databases.flatMap(({ questions }) => questions)).to.deep.equal([]);
    for (const way of ["first", "again"]) {
      await upgrade(fresh);
      expect(await values(read.after), way).to.deep.equal(rows);
      expect(await differences(fresh), way).to.deep.equal([]);
      await downgrade({ ...fresh, target: "-1" });
      expect(await values(read.before), way).to.deep.equal(rows);
    }
    expect(await differencesWithout(made.path ?? "", application, old)).to.deep.equal([]);
  });
}

function quoted(product: AnyProduct, sql: string): string {
  return product === "mysql" ? sql.replaceAll('"', "`") : sql;
}

async function differences(at: Parameters<typeof check>[0]): Promise<readonly string[]> {
  return (await check(at)).databases.flatMap(({ operations }) => operations);
}

/** As if the revision had never been written. */
async function differencesWithout(
  path: string,
  { root }: Application,
  at: Parameters<typeof check>[0],
): Promise<readonly string[]> {
  await rename(path, join(root, "aside.txt"));
  return differences(at);
}

describeOnProducts(
  (product) => `stated renames, on ${product}`,
  (product) => {
    for (const [title, held] of Object.entries(statedRenames)) {
      if (held.on !== undefined && !held.on.includes(product)) continue;
      it(`keep the rows of ${title}, there and back`, () =>
        goesThereAndBack(product, held)).timeout(60_000);
    }
  },
);
