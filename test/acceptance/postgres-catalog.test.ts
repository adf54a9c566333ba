import { expect } from "chai";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { type Application, versions, withApplication } from "../support/fixture-application.js";
import { type Catalog, readCatalog } from "../support/postgres-catalog.js";
import { blogRows, shopRows } from "./rows.js";

const applications = { blog: blogRows, shop: shopRows };

describe("upgrade and downgrade leave the catalog of PostgreSQL", () => {
  for (const [name, rows] of Object.entries(applications)) {
    it(`of the ${name} exactly as before`, async () => {
      await withApplication(name, "postgres", (application) => thereAndBack(application, rows));
    }).timeout(180_000);
  }
});

async function thereAndBack(
  application: Application,
  rows: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  for (const version of versions) {
    const at = application.at(version);
    const before = await readCatalog(application.query);
    await revision({ ...at, autogenerate: true, message: version });
    await upgrade(at);
    const after = await readCatalog(application.query);
    await downgrade({ ...at, target: "-1" });
    expectSame(await readCatalog(application.query), before, after);
    await upgrade(at);
    expectSame(await readCatalog(application.query), after, before);
    for (const sql of rows[version] ?? []) await application.query(sql);
  }
}

/** The same, but that a column which was gone in between is the last of its table. */
function expectSame(found: Catalog, expected: Catalog, between: Catalog): void {
  expect(found.lines).to.deep.equal(expected.lines);
  for (const [relation, names] of expected.columns) {
    const held = between.columns.get(relation) ?? names;
    const order = [
      ...names.filter((name) => held.includes(name)),
      ...names.filter((name) => !held.includes(name)),
    ];
    expect(found.columns.get(relation), relation).to.deep.equal(order);
  }
}
