import { expect } from "chai";
import { versionStore } from "../../../plugin/mysql/version-store.js";
import type { Connection } from "../../../src/plugin/connection.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";

const own = {
  version: { name: "athanor_version" },
  log: { name: "athanor_log" },
  journal: { name: "athanor_journal" },
};

describeOnMysql("Athanor's own tables on MySQL and MariaDB", () => {
  for (const format of ["COMPACT", "REDUNDANT", "DYNAMIC"]) {
    it(`are made where rows are ${format}`, () =>
      withMysqlDatabase(async (connection) => {
        for (const { sql } of versionStore.create(own))
          await connection.query(`${sql} ROW_FORMAT=${format}`);
        const { sql, parameters } = versionStore.insert(own.version, "a1b2");
        await connection.query(sql, parameters);
        expect(await versionStore.read(connection, own.version)).to.deep.equal(["a1b2"]);
      }));
  }

  it("have keys that fit into a page of 4 KB", () =>
    withMysqlDatabase(async (connection) => {
      for (const { sql } of versionStore.create(own)) await connection.query(sql);
      for (const { name } of Object.values(own))
        expect(await keyBytes(connection, name), name).to.be.at.most(767);
    }));

  it("are used as they are where an earlier release made them with longer keys", () =>
    withMysqlDatabase(async (connection) => {
      await connection.query(
        "CREATE TABLE athanor_version (version_num varchar(255) NOT NULL PRIMARY KEY)",
      );
      await connection.query("INSERT INTO athanor_version VALUES ('a1b2')");
      for (const { sql } of versionStore.create(own)) await connection.query(sql);
      expect(await versionStore.read(connection, own.version)).to.deep.equal(["a1b2"]);
    }));
});

/** The most that the primary key of the table takes. */
async function keyBytes(connection: Connection, table: string): Promise<number> {
  const [row] = await connection.query(
    "SELECT SUM(COALESCE(CHARACTER_OCTET_LENGTH, 8)) AS bytes FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND COLUMN_KEY = 'PRI'",
    [table],
  );
  return Number(row?.["bytes"]);
}
