import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { current } from "../../src/action/current.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { asUser, type Application, withApplication } from "../support/fixture-application.js";
import { type Catalog, readCatalog } from "../support/postgres-catalog.js";

const role = `limited_${process.pid}`;

/** Who may read what the owner has made, and nothing else: no TEMPORARY, no CREATE. */
const grants = [
  `DO $$ BEGIN CREATE ROLE ${role} LOGIN PASSWORD 'x'; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
  "DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$",
  "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`,
];

describe("a role that may only read and write rows of PostgreSQL", () => {
  it("finds no difference where there is none, and says what it could not ask", async () => {
    await withOwnersDatabase("v1", async (application) => {
      const found = await asUser(application, role, "v1", check);
      expect(found.databases[0]?.operations).to.deep.equal([]);
      expect(found.databases[0]?.notes.join()).to.contain("Grant the role CREATE or TEMPORARY");
    });
  }).timeout(60_000);

  it("may ask where the history stands", async () => {
    await withOwnersDatabase("v1", async (application) => {
      const [found] = (await asUser(application, role, "v1", current)).databases;
      expect(found?.revisions).to.have.length(1);
    });
  }).timeout(60_000);

  it("is told which right an upgrade lacks, and nothing is half done", async () => {
    await withOwnersDatabase("v1", async (application) => {
      await revision({ ...application.at("v2"), autogenerate: true, message: "v2" });
      const before = await catalogOf(application);
      const failure = await asUser(application, role, "v2", (options) =>
        catchRejection(() => upgrade(options)),
      );
      expect(failure.message).to.match(/must be owner of|permission denied for/);
      expect(failure.message).to.contain("what is altered or dropped takes its owner");
      expect(failure.facts["databaseCode"]).to.equal("42501");
      expect(await catalogOf(application)).to.deep.equal(before);
    });
  }).timeout(60_000);

  it("is told the right that its first upgrade lacks", async () => {
    await withApplication("blog", "postgres", async (application) => {
      await revision({ ...application.at("v1"), autogenerate: true, message: "v1" });
      for (const sql of grants) await application.query(sql);
      const failure = await asUser(application, role, "v1", (options) =>
        catchRejection(() => upgrade(options)),
      );
      expect(failure.message).to.contain("permission denied for schema public");
      expect((await catalogOf(application)).columns.size).to.equal(0);
    });
  }).timeout(60_000);
});

async function withOwnersDatabase(
  version: string,
  body: (application: Application) => Promise<void>,
): Promise<void> {
  await withApplication("shop", "postgres", async (application) => {
    await revision({ ...application.at(version), autogenerate: true, message: version });
    await upgrade(application.at(version));
    for (const sql of grants) await application.query(sql);
    await body(application);
  });
}

function catalogOf(application: Application): Promise<Catalog> {
  return readCatalog(application.query);
}
