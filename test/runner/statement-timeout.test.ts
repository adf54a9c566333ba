import { expect } from "chai";
import { mysql } from "../../plugin/mysql/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import type { RunRequest } from "../../src/runner/run-request.js";
import { run } from "../../src/runner/run.js";
import { catchRejection } from "../support/catch-error.js";
import { describeOnMysql, withMysqlDatabase } from "../support/connection-mysql.js";
import { upgradeRequest } from "../support/run-scenario.js";

const requestOf = (connection: Connection, sql: string): RunRequest => ({
  ...upgradeRequest(connection, { a: { up: (op) => op.execute(sql) } }),
  dialect: mysql,
  limits: { statementMilliseconds: 700 },
});

const long: Readonly<Record<string, string>> = {
  "that changes rows": "UPDATE item SET a = a + SLEEP(30)",
  "that changes a definition": "ALTER TABLE item ADD COLUMN c int, ALGORITHM=COPY",
};

describeOnMysql("a statement of MySQL or MariaDB", () => {
  for (const [title, sql] of Object.entries(long)) {
    it(`${title} is ended where it lasts too long, and has changed nothing`, async () => {
      await withMysqlDatabase(async (connection) => {
        await connection.query("CREATE TABLE item (id int PRIMARY KEY, a int)");
        await connection.query("INSERT INTO item VALUES (1, 1), (2, 2)");
        const holder = await connection.open();
        await holder.query("START TRANSACTION");
        await holder.query("SELECT * FROM item");
        const failure = await catchRejection(() => run(requestOf(connection, sql)));
        await holder.close();
        expect(failure.code).to.equal("STATEMENT_FAILED");
        expect(failure.message).to.contain("lasted longer than");
        expect(failure.facts["sql"]).to.equal(sql);
        const rows = await connection.query("SELECT * FROM item ORDER BY id");
        expect(rows.map((row) => ({ ...row }))).to.deep.equal([
          { id: 1, a: 1 },
          { id: 2, a: 2 },
        ]);
      });
    });
  }

  it("that is done in time is left alone", async () => {
    await withMysqlDatabase(async (connection) => {
      const sql = "CREATE TABLE item (id int PRIMARY KEY)";
      expect((await run(requestOf(connection, sql))).to).to.deep.equal(["a"]);
    });
  });
});
