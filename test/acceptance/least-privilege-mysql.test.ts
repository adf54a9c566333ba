import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { describeOnMysql } from "../support/connection-mysql.js";
import {
  asUser,
  versions,
  withApplication,
  type Application,
} from "../support/fixture-application.js";

/** The rights that docs/mysql.md names. */
const reading = "SELECT, SHOW VIEW";
const changing = "CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW, INSERT, UPDATE, DELETE";

/** The shop, and a user with a password who has these rights on its database and no others. */
async function withUser(
  rights: string,
  body: (application: Application, user: string) => Promise<void>,
): Promise<void> {
  const user = `athanor_${process.pid}`;
  await withApplication("shop", "mysql", async (application) => {
    await application.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'x'`);
    try {
      const [row] = await application.query("SELECT DATABASE() AS name");
      await application.query(`GRANT ${rights} ON \`${String(row?.["name"])}\`.* TO '${user}'@'%'`);
      await body(application, user);
    } finally {
      await application.query(`DROP USER '${user}'@'%'`);
    }
  });
}

describeOnMysql("a user of MySQL or MariaDB with the rights that the manual names", () => {
  it("may go all the way up, finds nothing more to do, and all the way down", async () => {
    await withUser(`${reading}, ${changing}`, async (application, user) => {
      for (const version of versions) {
        await asUser(application, user, version, async (options) => {
          await revision({ ...options, autogenerate: true, message: version });
          await upgrade(options);
          expect((await check(options)).databases[0]?.operations).to.deep.equal([]);
        });
      }
      await asUser(application, user, "v4", (options) => downgrade({ ...options, target: "base" }));
      const left = (await application.inspect()).tables.map(({ name }) => name);
      expect(left.filter((name) => !name.startsWith("athanor_"))).to.deep.equal([]);
    });
  }).timeout(240_000);

  it("may compare, which changes nothing", async () => {
    await withUser(reading, async (application, user) => {
      await revision({ ...application.at("v1"), autogenerate: true, message: "v1" });
      await upgrade(application.at("v1"));
      const before = await application.inspect();
      const found = await asUser(application, user, "v1", check);
      expect(found.databases[0]?.operations).to.deep.equal([]);
      expect(await application.inspect()).to.deep.equal(before);
    });
  }).timeout(120_000);

  it("is told which right an upgrade lacks", async () => {
    await withUser(`${reading}, CREATE, INSERT, UPDATE, DELETE`, async (application, user) => {
      await revision({ ...application.at("v1"), autogenerate: true, message: "v1" });
      await upgrade(application.at("v1"));
      await revision({ ...application.at("v2"), autogenerate: true, message: "v2" });
      const failure = await asUser(application, user, "v2", (options) =>
        catchRejection(() => upgrade(options)),
      );
      expect(failure.message).to.match(/command denied to user/);
      expect(failure.message).to.contain("changes of tables take CREATE, ALTER");
    });
  }).timeout(120_000);
});
