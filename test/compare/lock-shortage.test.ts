import { expect } from "chai";
import pg from "pg";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import type { ToldHazard } from "../../src/compare/difference.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { describeChain } from "../../src/report/difference.js";
import { withOwnPostgres, type PostgresServer } from "../support/postgres.js";
import { withProject } from "../support/project.js";

const tables = 60;

/** Each table refers to the one before it. */
const dataSource = ({ host, port, user, password }: PostgresServer): string => `
import { DataSource, EntitySchema } from "typeorm";
const entities = Array.from({ length: ${tables} }, (_, at) => new EntitySchema({
  name: "T" + at,
  tableName: "t" + at,
  columns: {
    id: { type: Number, primary: true, generated: "increment" },
    text: { type: "text" },
    code: { type: "varchar", length: 10, unique: true },
  },
  relations: at === 0 ? {} : { before: { type: "many-to-one", target: "T" + (at - 1) } },
}));
export default new DataSource({ ...${JSON.stringify({ type: "postgres", host, port, username: user, password, database: "postgres" })}, entities });
`;

/** A server with room for 200 locks. */
function withLittleRoom(
  use: (options: { readonly cwd: string; readonly dataSource: string }) => Promise<void>,
): Promise<void> {
  return withOwnPostgres(async ({ server, restart }) => {
    const client = new pg.Client({ ...server, database: "postgres" });
    await client.connect();
    await client.query("ALTER SYSTEM SET max_locks_per_transaction = 10");
    await client.query("ALTER SYSTEM SET max_connections = 20");
    await client.end();
    await restart();
    const files = {
      "package.json": JSON.stringify({ type: "module" }),
      "data-source.js": dataSource(server),
    };
    await withProject(files, (cwd) => use({ cwd, dataSource: "data-source.js" }));
  });
}

const shortages = (hazards: readonly ToldHazard[]): readonly ToldHazard[] =>
  hazards.filter(({ code }) => code === "TOO_MANY_LOCKS");

describe("a PostgreSQL without room for the locks of one revision", () => {
  it("is told of when the revision is written and before it runs, and has room for it in parts", () =>
    withLittleRoom(async (options) => {
      const plain = { ...options, autogenerate: true, message: "all" };
      const whole = await revision({ ...plain, sql: true });
      const [told, ...others] = shortages(whole.databases[0]?.hazards ?? []);
      expect(others).to.deep.equal([]);
      expect(told?.message).to.contain(
        "room for 200 of all sessions: max_locks_per_transaction 10 * (max_connections 20 + max_prepared_transactions 0)",
      );
      expect(told?.safeWay).to.match(/raise max_locks_per_transaction to \d+ .*--split/);

      const { revisions, databases } = await revision({ ...plain, split: true });
      expect(revisions.length).to.be.greaterThan(3);
      expect(shortages(databases[0]?.hazards ?? [])).to.deep.equal([]);
      expect(describeChain(revisions)).to.contain("upgrade --transaction each");

      const before: ToldHazard[] = [];
      const onHazards = (_: string, hazards: readonly ToldHazard[]) => void before.push(...hazards);
      await upgrade({ ...options, dryRun: true, transaction: "all", target: "+1", onHazards });
      expect(shortages(before)).to.deep.equal([]);
      const all = { ...options, transaction: "all", onHazards } as const;
      await upgrade({ ...all, dryRun: true }).catch(() => undefined);
      expect(shortages(before)).to.have.length(1);
      await upgrade({ ...options, transaction: "each", onHazards });
      expect(shortages(before)).to.have.length(1);
      expect((await check(options)).clean).to.equal(true);
      const back = { ...options, target: "base", allowDestructive: true };
      await downgrade({ ...back, transaction: "each" });
    })).timeout(120_000);
});
