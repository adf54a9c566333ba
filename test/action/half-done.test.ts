import { expect } from "chai";
import { current } from "../../src/action/current.js";
import { downgrade } from "../../src/action/downgrade.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import { withProject } from "../support/project.js";

const source = (name: string): string => `
import { join } from "node:path";
import { DataSource } from "typeorm";
export default new DataSource({ type: "better-sqlite3", database: join(import.meta.dirname, "${name}.db"), entities: [] });
`;

const plugin = JSON.stringify(new URL("../../plugin/typeorm/index.ts", import.meta.url).pathname);

/** Its rows are changed one by one, each with its commit; with `-x stop=yes` the second database ends in between. */
const second = `
export const revision = "bbbb";
export const downRevision = "aaaa";
const up = (stops) => async (op) => {
  await op.addColumn("items", { name: "note", type: "varchar", nullable: true });
  await op.autocommit(async () => {
    await op.execute("UPDATE items SET note = 'x'");
    if (stops && op.arguments.stop) throw new Error("stopped");
  });
  await op.createIndex("items", { name: "by_note", columns: ["note"] });
};
export const upgrade = { main: up(false), audit: up(true) };
export async function downgrade(op) {
  await op.dropColumn("items", "note");
}
`;

const first = `
export const revision = "aaaa";
export const downRevision = null;
export async function upgrade(op) {
  await op.createTable("items", { columns: [{ name: "id", type: "integer" }] });
  await op.bulkInsert("items", [{ id: 1 }]);
}
export async function downgrade(op) {
  await op.dropTable("items");
}
`;

type Project = {
  readonly cwd: string;
  readonly places: () => Promise<readonly (readonly string[])[]>;
};

/** Two databases: the first is at `bbbb`, the second has half of it. */
async function withHalfDone(use: (project: Project) => Promise<void>): Promise<void> {
  const files = {
    "package.json": `{ "type": "module" }`,
    "main.ts": source("main"),
    "audit.ts": source("audit"),
    "migrations/env.ts": `
import { typeorm } from ${plugin};
import main from "../main.js";
import audit from "../audit.js";
export default { databases: { main: typeorm(main), audit: typeorm(audit) }, transaction: "each" };
`,
    "migrations/versions/aaaa.js": first,
    "migrations/versions/bbbb.js": second,
  };
  await withProject(files, async (cwd) => {
    const failure = await catchRejection(() => upgrade({ cwd, arguments: { stop: "yes" } }));
    expect(failure.message).to.include("stopped");
    const places = async () => {
      const { databases } = await current({ cwd });
      return databases.map(({ revisions }) => revisions.map((each) => each.revision));
    };
    expect(await places()).to.deep.equal([["bbbb"], ["aaaa"]]);
    await use({ cwd, places });
  });
}

describe("a revision that is half done in one of two databases", () => {
  it("is finished there by the next upgrade of both", () =>
    withHalfDone(async ({ cwd, places }) => {
      await upgrade({ cwd });
      expect(await places()).to.deep.equal([["bbbb"], ["bbbb"]]);
    }));

  it("is taken back there, and undone in the other, by a downgrade of both", () =>
    withHalfDone(async ({ cwd, places }) => {
      await downgrade({ cwd, target: "aaaa", allowDestructive: true });
      expect(await places()).to.deep.equal([["aaaa"], ["aaaa"]]);
    }));

  it("counts as done for a downgrade that tells beforehand what it destroys", () =>
    withHalfDone(async ({ cwd }) => {
      const told: Record<string, readonly string[]> = {};
      await downgrade({
        cwd,
        target: "-1",
        database: ["audit"],
        allowDestructive: true,
        onHazards: (database, hazards) => {
          told[database] = hazards.map(({ code }) => code);
        },
      });
      expect(told).to.deep.equal({ audit: ["DROPS_COLUMN"] });
    }));
});
