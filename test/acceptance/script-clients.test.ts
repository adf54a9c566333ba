import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataSource, type DataSourceOptions } from "typeorm";
import { typeorm } from "../../plugin/typeorm/index.js";
import { downgrade } from "../../src/action/downgrade.js";
import { downgradeScript, upgradeScript, type ScriptResult } from "../../src/action/script.js";
import { stamp } from "../../src/action/stamp.js";
import { upgrade } from "../../src/action/upgrade.js";
import { ensureVersionScript, stampScript } from "../../src/action/version-script.js";
import { itOnProduct } from "../support/mysql-product.js";
import { withProject } from "../support/project.js";
import { isInstalled, sqlClients, type Place, type SqlClient } from "../support/sql-client.js";

const revisionFile = (id: string, down: string | null, up: string, back: string): string => `
export const revision = "${id}";
export const downRevision = ${JSON.stringify(down)};
export async function upgrade(op) { ${up} }
export async function downgrade(op) { ${back} }
`;

const files = {
  "package.json": JSON.stringify({ name: "application", type: "module" }),
  "migrations/versions/a.js": revisionFile(
    "a",
    null,
    `await op.createTable("users", {
       columns: [{ name: "id", type: "integer" }, { name: "name", type: "varchar", length: 100 }],
       primaryKey: { columns: ["id"] },
     });
     await op.bulkInsert("users", [{ id: 1, name: "it's; -- \\\\ \\"?\\" $1" }, { id: 2, name: "bob" }]);`,
    `await op.dropTable("users");`,
  ),
  "migrations/versions/b.js": revisionFile(
    "b",
    "a",
    `await op.addColumn("users", { name: "bio", type: "text", nullable: true });
     await op.autocommit(async () => { await op.createIndex("users", { name: "by_name", columns: ["name"] }); });
     await op.execute(op.dialect === "postgres" ? "UPDATE users SET bio = $1 WHERE id = $2" : "UPDATE users SET bio = ? WHERE id = ?", ["o'hara", 1]);
     await op.alterColumn("users", "name", { type: "varchar", length: 200 });`,
    `await op.alterColumn("users", "name", { type: "varchar", length: 100 });
     await op.dropIndex("users", "by_name");
     await op.dropColumn("users", "bio");`,
  ),
};

type Both = {
  /** Of actions on the first database, and of scripts for the second. */
  readonly online: { readonly cwd: string; readonly dataSource: DataSource };
  readonly offline: { readonly cwd: string; readonly dataSource: DataSource };
  readonly place: Place;
  /** Both databases hold the same, the log included. */
  readonly compare: () => Promise<void>;
};

async function withBoth(client: SqlClient, use: (both: Both) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "athanor-client-"));
  try {
    await client.within(folder, "online", (first) =>
      client.within(folder, "offline", (place) =>
        withProject(files, (cwd) =>
          use({
            online: { cwd, dataSource: new DataSource(first.options) },
            offline: { cwd, dataSource: new DataSource(place.options) },
            place,
            compare: async () => {
              expect(await dump(place.options)).to.deep.equal(await dump(first.options));
            },
          }),
        ),
      ),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function dump(options: DataSourceOptions): Promise<unknown> {
  const database = typeorm(new DataSource(options));
  const dialect = await database.dialect();
  const connection = await database.connect();
  const schema = await dialect.catalog.inspect(
    connection,
    await dialect.catalog.server(connection),
    {},
  );
  const rows: unknown[] = [];
  // Where definitions take part in transactions only a run makes it, at its first commit inside a revision.
  const isJournal = ({ name }: { readonly name: string }): boolean => name === "athanor_journal";
  for (const journal of schema.tables.filter(isJournal))
    expect(await dialect.catalog.readRows(connection, journal)).to.deep.equal([]);
  const tables = schema.tables.filter((table) => !isJournal(table));
  for (const table of tables) {
    const all = await dialect.catalog.readRows(connection, table);
    rows.push([table.name, table.name === "athanor_log" ? all.map(logEntry) : all]);
  }
  await connection.close();
  await database.close();
  return { schema: { ...schema, tables }, rows };
}

function logEntry({
  id,
  revision,
  direction,
  checksum,
  statements,
  outcome,
}: Record<string, unknown>) {
  return { id: Number(id), revision, direction, checksum, statements: Number(statements), outcome };
}

async function feed({ place }: Both, script: Promise<ScriptResult>): Promise<void> {
  const { databases } = await script;
  const { succeeded, said } = await place.run(databases[0]?.sql ?? "");
  expect(said.replace(/^NOTICE: .*\n/gm, "")).to.equal("");
  expect(succeeded).to.equal(true);
}

for (const client of sqlClients) {
  const describeIf = isInstalled(client) ? describe : describe.skip;
  describeIf(`a script that ${client.command} runs`, () => {
    const within = (use: (both: Both) => Promise<void>) => () => withBoth(client, use);

    itOnProduct(
      "does what a run does, up and down, its log included",
      client.only,
      within(async (both) => {
        const { online, offline, compare } = both;
        await upgrade(online);
        await feed(both, upgradeScript(offline));
        await compare();
        await downgrade({ ...online, target: "a" });
        await feed(both, downgradeScript({ ...offline, target: "b:a" }));
        await compare();
        await upgrade(online);
        await feed(both, upgradeScript({ ...offline, target: "a:b", transaction: "each" }));
        await compare();
      }),
    );

    itOnProduct(
      "stamps as a stamp does, its log included",
      client.only,
      within(async (both) => {
        const { online, offline, compare } = both;
        await stamp({ ...online, targets: ["a"] });
        await feed(both, ensureVersionScript(offline));
        await feed(both, stampScript({ ...offline, targets: ["a"] }));
        await compare();
        await stamp({ ...online, targets: ["b"] });
        await feed(both, stampScript({ ...offline, targets: ["a:b"] }));
        await compare();
      }),
    );

    itOnProduct(
      "refuses a database at another revision before it does anything",
      client.only,
      within(async (both) => {
        const { online, offline, place, compare } = both;
        await upgrade({ ...online, target: "a" });
        await feed(both, upgradeScript({ ...offline, target: "a" }));
        for (const target of ["b", "b:a"]) {
          const script = target.includes(":")
            ? downgradeScript({ ...offline, target })
            : upgradeScript({ ...offline, target });
          const { succeeded, said } = await place.run((await script).databases[0]?.sql ?? "");
          expect(succeeded).to.equal(false);
          expect(said).to.match(/not at the revision this script begins|the database is at a\./);
          await compare();
        }
      }),
    );
  });
}
