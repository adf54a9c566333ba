import { expect } from "chai";
import type { UpgradeOptions } from "../../src/action/upgrade.js";
import { failedUpgrade, onPostgres, type Body, type Server } from "../support/faulty-run.js";

const refuseDestruction: Partial<UpgradeOptions> = {
  confirmDestruction: () => Promise.resolve(false),
};

/** A table whose owner is under its policies, which hide every row of it. */
async function withHiddenRows(use: (server: Server, role: string) => Promise<void>): Promise<void> {
  await onPostgres(async (server) => {
    const role = `hidden_${process.pid}`;
    const { administer } = server;
    for (const sql of [
      `CREATE ROLE ${role} LOGIN PASSWORD 'x'`,
      `GRANT USAGE, CREATE ON SCHEMA public TO ${role}`,
      "CREATE TABLE notes (id integer PRIMARY KEY, body text)",
      "INSERT INTO notes VALUES (1, 'kept'), (2, NULL)",
      `ALTER TABLE notes OWNER TO ${role}`,
      "ALTER TABLE notes ENABLE ROW LEVEL SECURITY",
      "ALTER TABLE notes FORCE ROW LEVEL SECURITY",
      "CREATE POLICY nobody ON notes USING (false)",
    ])
      await administer(sql);
    try {
      await use(server, role);
    } finally {
      await administer(`DROP OWNED BY ${role} CASCADE`);
      await administer(`DROP ROLE ${role}`);
    }
  });
}

/** What would lose or miss rows that the role does not see. */
const bodies: Readonly<Record<string, Body>> = {
  "drops a column": (op) => op.dropColumn("notes", "body"),
  "drops the table": (op) => op.dropTable("notes"),
  "fills a column in batches": (op) =>
    op.backfill("notes", { set: { body: "''" }, where: "body IS NULL", batchSize: 1 }),
  "fills a column": (op) => op.backfill("notes", { set: { body: "''" }, where: "body IS NULL" }),
};

describe("rows that a policy hides from the role, on PostgreSQL", () => {
  for (const [what, body] of Object.entries(bodies)) {
    it(`stop a revision that ${what}, and are all there afterwards`, () =>
      withHiddenRows(async (server, role) => {
        const failure = await failedUpgrade(
          server,
          { username: role, password: "x" },
          body,
          refuseDestruction,
        );
        expect(failure.message).to.include("row-level security policy");
        expect(failure.suggestions.join("\n")).to.include("BYPASSRLS");
        const rows = await server.administer("SELECT id, body FROM notes ORDER BY id");
        expect(rows).to.deep.equal([
          { id: 1, body: "kept" },
          { id: 2, body: null },
        ]);
      }));
  }
});
