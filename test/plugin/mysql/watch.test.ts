import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { mysql } from "../../../plugin/mysql/index.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Blocker } from "../../../src/plugin/session.js";
import {
  connectMysql,
  describeOnMysql,
  withMysqlDatabase,
} from "../../support/connection-mysql.js";
import { itOnProduct, type Product } from "../../support/mysql-product.js";

type Wait = {
  readonly title: string;
  readonly only?: Product;
  /** What another session has done in its transaction. */
  readonly held: string;
  /** What waits for it. */
  readonly waits: string;
  /** A plugin that the server is lent meanwhile. */
  readonly plugin?: string;
};

const waits: readonly Wait[] = [
  {
    title: "a table that another has read in its transaction",
    only: "mysql",
    held: "SELECT * FROM item",
    waits: "ALTER TABLE item ADD b int",
  },
  {
    title: "a table that another has read in its transaction, as the server's plugin tells",
    only: "mariadb",
    plugin: "metadata_lock_info",
    held: "SELECT * FROM item",
    waits: "ALTER TABLE item ADD b int",
  },
  {
    title: "a table that is to be dropped",
    only: "mysql",
    held: "UPDATE item SET a = 2",
    waits: "DROP TABLE item",
  },
  {
    title: "a row that another has changed",
    held: "UPDATE item SET a = 2 WHERE id = 1",
    waits: "UPDATE item SET a = 3 WHERE id = 1",
  },
];

async function withThree(
  body: (waiting: Connection, holder: Connection, observer: Connection) => Promise<void>,
): Promise<void> {
  await withMysqlDatabase(async (observer, database) => {
    await observer.query("CREATE TABLE item (id int PRIMARY KEY, a int)");
    await observer.query("INSERT INTO item VALUES (1, 1)");
    const [waiting, holder] = [await connectMysql({ database }), await connectMysql({ database })];
    try {
      await body(waiting, holder, observer);
    } finally {
      await holder.close();
      await waiting.close();
    }
  });
}

/** Who is told to hold what the statement waits for, and what the holder's session is called. */
async function blockersOf({ held, waits }: Wait): Promise<readonly [readonly Blocker[], string]> {
  let told: readonly Blocker[] = [];
  let name = "";
  await withThree(async (waiting, holder, observer) => {
    const session = async (connection: Connection): Promise<string> =>
      (await mysql.catalog.server(connection)).session ?? "";
    const number = await session(waiting);
    name = await session(holder);
    await holder.query("START TRANSACTION");
    await holder.query(held);
    const done = waiting.query(waits);
    for (let tries = 0; told.length === 0 && tries < 50; tries += 1) {
      await sleep(100);
      told = (await mysql.session.watch?.look(observer, number))?.blockers ?? [];
    }
    await holder.query("ROLLBACK");
    await done;
    // MariaDB answers out of what it read a moment ago.
    await sleep(300);
    expect((await mysql.session.watch?.look(observer, number))?.blockers).to.deep.equal([]);
  });
  return [told, name];
}

async function withPlugin<Result>({ plugin }: Wait, body: () => Promise<Result>): Promise<Result> {
  if (plugin === undefined) return body();
  const server = await connectMysql({});
  const installed = await server.query(`INSTALL SONAME '${plugin}'`).then(
    () => true,
    () => false,
  );
  try {
    return await body();
  } finally {
    if (installed) await server.query(`UNINSTALL SONAME '${plugin}'`);
    await server.close();
  }
}

describeOnMysql("who holds what a session of MySQL or MariaDB waits for is told:", () => {
  for (const wait of waits) {
    itOnProduct(wait.title, wait.only, async () => {
      const [[blocker, ...others], holder] = await withPlugin(wait, () => blockersOf(wait));
      expect(others).to.deep.equal([]);
      expect(blocker).to.include({ process: holder, user: "root" });
      expect(Math.abs(Date.parse(blocker?.since ?? "") - Date.now())).to.be.lessThan(20_000);
    });
  }
});
