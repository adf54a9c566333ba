import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { revision } from "../../src/action/revision.js";
import { describeOnMysql } from "../support/connection-mysql.js";
import { killDatabases, type KillKind } from "../support/kill-database.js";
import { killAmong, type KillPoints } from "../support/kill-everywhere.js";
import { openCase, type KillCase, type LentHistory } from "../support/kill-history.js";
import type { Way } from "../support/kill.js";

const items = (columns: string): string => `
@Entity("items")
class Item {
  @PrimaryGeneratedColumn() id!: number;
  ${columns}
}
const entities = [Item];`;

const named = (more = ""): string =>
  items(`@Index("by_name") @Column("varchar", { length: 20 }) name!: string; ${more}`);

const five = `INSERT INTO items (name) VALUES ('n1'), ('n2'), ('n3'), ('n4'), ('n5')`;
const times = (tables: string): string =>
  `INSERT INTO items (name) SELECT 'n' FROM ${tables.replaceAll(/[a-z]/g, "items $&")}`;

/** As people write it: one revision that renames, and fills rows on its way. */
const batched: KillCase = {
  before: named(),
  after: named(),
  rows: [five],
  write: async ({ root }) => {
    const folder = join(root, "migrations/versions");
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, "batched.js"),
      `export const revision = "batched";
export const downRevision = "before";
export async function upgrade(op) {
  await op.dropIndex("items", "by_name");
  await op.renameColumn("items", "name", "title");
  await op.addColumn("items", { name: "note", type: "varchar", length: 20, nullable: true });
  await op.backfill("items", { set: { note: "new" }, batchSize: 2 });
  await op.alterColumn("items", "note", { nullable: false });
  await op.createIndex("items", { name: "by_note", columns: ["note", "id"] });
}
export async function downgrade(op) {
  await op.dropIndex("items", "by_note");
  await op.backfill("items", { set: { title: "old" }, where: "id > 3", batchSize: 1 });
  await op.dropColumn("items", "note");
  await op.renameColumn("items", "title", "name");
  await op.createIndex("items", { name: "by_name", columns: ["name"] });
}
`,
    );
  },
};

/** A required column of a large table: where definitions are rolled back, its rows are filled in a revision of their own. */
const chain: KillCase = {
  before: named(),
  after: named(`@Column("varchar", { length: 2 }) country!: string;`).replace(
    `@Index("by_name") `,
    "",
  ),
  rows: [five, times("a, b, c"), times("a, b, c").replace("c", "c LIMIT 100000")],
  write: async ({ options, query }) => {
    await revision({
      ...options,
      autogenerate: true,
      message: "after",
      backfill: ["items.country='DE'"],
    });
    await query("DELETE FROM items WHERE id > 12");
  },
};

const status = (kind: KillKind, values: readonly string[], preset: string): string =>
  items(
    `@Column("${kind === "sqlite" ? "simple-enum" : "enum"}", { enum: ${JSON.stringify(values)}, default: "${preset}" }) status!: string;`,
  );

const enumeration = (kind: KillKind): KillCase => ({
  before: status(kind, ["a", "b", "gone"], "a"),
  after: status(kind, ["first", "a", "b", "last"], "last"),
  rows: [`INSERT INTO items (status) VALUES ('a'), ('b')`],
  write: async ({ options }) => {
    await revision({ ...options, autogenerate: true, message: "after" });
  },
});

const generated = "a generated chain";

const cases: Readonly<Record<string, (kind: KillKind) => KillCase>> = {
  "a batched backfill beside a rename": () => batched,
  [generated]: () => chain,
  "a changed enum": enumeration,
};

/** What is generated says how to go back; people may go back another way than their upgrade came. */
const turningBack: readonly [Way, KillPoints] = [
  { direction: "upgrade", transaction: "each", turnsBack: true },
  { commits: "one", others: 2 },
];

for (const kind of Object.keys(killDatabases) as KillKind[]) {
  for (const [name, caseOf] of Object.entries(cases)) {
    const describeIt = kind === "mysql" ? describeOnMysql : describe;
    describeIt(`${name} on ${kind}`, () => {
      let opened: LentHistory;
      before(async function () {
        this.timeout(180_000);
        opened = await openCase(kind, caseOf(kind));
      });
      after(() => opened.close());

      const ways = [...waysOf(kind), ...(name === generated ? [turningBack] : [])];
      for (const [way, points] of ways) {
        const lock = way.lease === undefined ? "" : ", with the lock as a row";
        const back = way.turnsBack ? " and the next one turned back" : "";
        it(`is where it would be otherwise after a process was killed in its ${way.direction}${lock}${back}`, () =>
          killAmong(opened.history, way, points)).timeout(3_600_000);
      }
    });
  }
}

/** SQLite has no lock that is a row. */
function waysOf(kind: KillKind): readonly (readonly [Way, KillPoints])[] {
  const lease = killDatabases[kind].dialect.session.lockRows === undefined ? {} : { lease: 20_000 };
  return [
    [
      { direction: "upgrade", transaction: "each" },
      { commits: "one", others: 0 },
    ],
    [
      { direction: "downgrade", transaction: "each", ...lease },
      { commits: "none", others: 1 },
    ],
  ];
}
