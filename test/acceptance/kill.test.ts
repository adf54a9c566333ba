import { expect } from "chai";
import { describeOnMysql } from "../support/connection-mysql.js";
import { differenceOf } from "../support/difference.js";
import { killDatabases, type KillDatabase, type KillKind } from "../support/kill-database.js";
import {
  afterDeath,
  appliedTogether,
  openShop,
  statementsOf,
  type Death,
  type Shop,
  type Way,
} from "../support/kill.js";

/** `KILL_POINTS=all`: at every statement. Else around every commit, and at some of the others. */
const everywhere = process.env["KILL_POINTS"] === "all";
const some = 4;

/** Where definitions take no part in transactions, one transaction in all is none. */
function waysOn({ dialect }: KillDatabase): readonly Way[] {
  const inOne = everywhere && dialect.capabilities.transactionalDdl;
  return [
    { direction: "upgrade", transaction: "each" },
    { direction: "downgrade", transaction: "each" },
    ...(inOne ? [{ direction: "upgrade", transaction: "all" } as const] : []),
  ];
}

for (const kind of Object.keys(killDatabases) as KillKind[]) {
  const describeIt = kind === "mysql" ? describeOnMysql : describe;
  describeIt(`the shop on ${kind}`, () => {
    let opened: Awaited<ReturnType<typeof openShop>>;
    before(async function () {
      this.timeout(180_000);
      opened = await openShop(kind);
    });
    after(() => opened.close());

    for (const way of waysOn(killDatabases[kind])) {
      const { direction, transaction } = way;
      it(`is where it would be otherwise after a process was killed in its ${direction} (${transaction}) and another came`, async () => {
        await killEverywhere(opened.shop, way);
      }).timeout(3_600_000);
    }

    it("is upgraded by one of eight processes, and the others find nothing to do", async () => {
      const way = { direction: "upgrade", transaction: "each" } as const;
      const applied = await appliedTogether(opened.shop, way, 8);
      expect([...applied].sort()).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 3]);
    }).timeout(120_000);
  });
}

async function killEverywhere(shop: Shop, way: Way): Promise<void> {
  const expected = await afterDeath(shop, way);
  const deaths = deathsAmong(await statementsOf(shop, way), shop);
  await inPairs(deaths, async (death) => {
    const difference = differenceOf(expected, await afterDeath(shop, way, death));
    expect(difference, `${way.direction}, killed: ${JSON.stringify(death)}`).to.equal(undefined);
  });
}

/** After one statement is before the next: only a commit is worth all moments, be it said or not. */
function deathsAmong(statements: readonly string[], { database }: Shop): readonly Death[] {
  const moments: readonly Death["moment"][] = everywhere
    ? ["before", "sent", "after"]
    : [database.hasServer ? "sent" : "before", "after"];
  const stride = Math.ceil(statements.length / some);
  return statements.flatMap((sql, at): readonly Death[] => {
    const statement = at + 1;
    if (commits(sql, database)) return moments.map((moment) => ({ statement, moment }));
    const moment = database.hasServer && at % 2 === 1 ? "sent" : "before";
    return everywhere || at % stride === 1 ? [{ statement, moment }] : [];
  });
}

/** Where definitions take no part in transactions, each is a commit; the commits between them are of the journal. */
function commits(sql: string, { dialect }: KillDatabase): boolean {
  if (dialect.capabilities.transactionalDdl || everywhere) return sql === "COMMIT";
  return dialect.resumption?.effectOf(sql) === "definition";
}

/** Two at a time. */
async function inPairs<Item>(items: readonly Item[], work: (item: Item) => Promise<void>) {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}
