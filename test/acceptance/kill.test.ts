import { expect } from "chai";
import { describeOnMysql } from "../support/connection-mysql.js";
import { killDatabases, type KillDatabase, type KillKind } from "../support/kill-database.js";
import { killAmong, killEverywhere } from "../support/kill-everywhere.js";
import { openShop, type LentHistory } from "../support/kill-history.js";
import { appliedTogether, type Way } from "../support/kill.js";

/** Where definitions take no part in transactions, one transaction in all is none. */
function waysOn({ dialect }: KillDatabase): readonly Way[] {
  const inOne = killEverywhere && dialect.capabilities.transactionalDdl;
  return [
    { direction: "upgrade", transaction: "each" },
    { direction: "downgrade", transaction: "each" },
    ...(inOne ? [{ direction: "upgrade", transaction: "all" } as const] : []),
  ];
}

for (const kind of Object.keys(killDatabases) as KillKind[]) {
  const describeIt = kind === "mysql" ? describeOnMysql : describe;
  describeIt(`the shop on ${kind}`, () => {
    let opened: LentHistory;
    before(async function () {
      this.timeout(180_000);
      opened = await openShop(kind);
    });
    after(() => opened.close());

    for (const way of waysOn(killDatabases[kind])) {
      const { direction, transaction } = way;
      it(`is where it would be otherwise after a process was killed in its ${direction} (${transaction}) and another came`, async () => {
        await killAmong(opened.history, way, { commits: "every", others: 4 });
      }).timeout(3_600_000);
    }

    it("is upgraded by one of eight processes, and the others find nothing to do", async () => {
      const way = { direction: "upgrade", transaction: "each" } as const;
      const applied = await appliedTogether(opened.history, way, 8);
      expect([...applied].sort()).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 3]);
    }).timeout(120_000);
  });
}
