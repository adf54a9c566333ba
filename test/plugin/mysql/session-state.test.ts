import { expect } from "chai";
import { mysql } from "../../../plugin/mysql/index.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { ProgressEvent } from "../../../src/runner/run-request.js";
import { run } from "../../../src/runner/run.js";
import { catchRejection } from "../../support/catch-error.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import { upgradeRequest, type Scenario } from "../../support/run-scenario.js";

const revisionOf = (...texts: readonly string[]): Scenario => ({
  a: {
    up: async (op) => {
      for (const text of texts) await op.execute(text);
    },
  },
});

const requestOf = (connection: Connection, ...texts: readonly string[]) => ({
  ...upgradeRequest(connection, revisionOf(...texts)),
  dialect: mysql,
});

const refused: Readonly<Record<string, readonly [sql: string, code: string]>> = {
  "that begins a transaction": ["START TRANSACTION", "TRANSACTION_IN_REVISION"],
  "that commits": ["/* done */ commit", "TRANSACTION_IN_REVISION"],
  "that locks tables": ["LOCK TABLES athanor_log READ", "TRANSACTION_IN_REVISION"],
  "that unlocks tables": ["SELECT 1; UNLOCK TABLES", "TRANSACTION_IN_REVISION"],
  "that leaves a setting behind": ["SET foreign_key_checks = 0", "SESSION_CHANGED"],
  "that leaves another database chosen": ["USE information_schema", "SESSION_CHANGED"],
  "that drops Athanor's tables": ["DROP TABLE athanor_log", "OWN_TABLE_GONE"],
};

const carriedOut: Readonly<Record<string, readonly string[]>> = {
  "that uses savepoints": ["SAVEPOINT here", "ROLLBACK TO here"],
  "that sets back what it sets": ["SET foreign_key_checks = 0", "SET foreign_key_checks = 1"],
  "with such words in strings": ["CREATE TABLE words (word varchar(99) DEFAULT 'COMMIT; BEGIN')"],
};

describeOnMysql("a revision on MySQL or MariaDB", () => {
  for (const [title, [sql, code]] of Object.entries(refused)) {
    it(`${title} is refused`, async () => {
      await withMysqlDatabase(async (connection) => {
        const failure = await catchRejection(() => run(requestOf(connection, sql)));
        expect(failure.code).to.equal(code);
      });
    });
  }

  for (const [title, texts] of Object.entries(carriedOut)) {
    it(`${title} is carried out`, async () => {
      await withMysqlDatabase(async (connection) => {
        expect((await run(requestOf(connection, ...texts))).to).to.deep.equal(["a"]);
      });
    });
  }

  it("has its statement ended by the server when the run is interrupted", async () => {
    await withMysqlDatabase(async (connection) => {
      const abort = new AbortController();
      const onProgress = ({ kind }: ProgressEvent): void => {
        if (kind === "statementStarted") setTimeout(() => abort.abort("SIGTERM"), 50);
      };
      const request = requestOf(connection, "DO SLEEP(600)");
      const failure = await catchRejection(() =>
        run({ ...request, signal: abort.signal, onProgress }),
      );
      expect(failure.code).to.equal("INTERRUPTED");
      const left = await connection.query(
        "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'DO SLEEP(600)%'",
      );
      expect(left).to.deep.equal([]);
    });
  });
});
