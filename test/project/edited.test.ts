import { expect } from "chai";
import { readFile, rm, writeFile } from "node:fs/promises";
import { check } from "../../src/action/check.js";
import { current } from "../../src/action/current.js";
import { diff } from "../../src/action/diff.js";
import { stamp } from "../../src/action/stamp.js";
import { upgrade } from "../../src/action/upgrade.js";
import { withHistory, type HistoryProject } from "../support/history-project.js";

async function edit({ fileOf }: HistoryProject, id: string): Promise<void> {
  const text = await readFile(fileOf(id), "utf8");
  await writeFile(fileOf(id), text.replace(`dropTable("t_${id}")`, `dropTable("t_${id}", {})`));
}

/** Counts the connections that are opened. */
const counting = `import { join } from "node:path";
import { DataSource } from "typeorm";
export default new DataSource({
  type: "better-sqlite3",
  database: join(import.meta.dirname, "app.db"),
  entities: [],
  prepareDatabase: () => void (globalThis.openedConnections = (globalThis.openedConnections ?? 0) + 1),
});
`;

async function opened(work: () => Promise<unknown>): Promise<number> {
  Reflect.set(globalThis, "openedConnections", 0);
  await work();
  return Number(Reflect.get(globalThis, "openedConnections"));
}

describe("a revision file that is edited after it was applied", () => {
  it("is told by current -v", () =>
    withHistory("a<-b", async (project) => {
      await upgrade(project.options);
      await edit(project, "a");
      const { databases } = await current({ ...project.options, verbose: true });
      expect(databases[0]?.edited?.map(({ revision }) => revision)).to.deep.equal(["a"]);
    }));

  it("is told by current -v beside a row that no file has", () =>
    withHistory("a<-b", async (project) => {
      await upgrade(project.options);
      await edit(project, "a");
      await rm(project.fileOf("b"));
      const { databases } = await current({ ...project.options, verbose: true });
      expect(databases[0]?.unknown).to.deep.equal(["b"]);
    }));

  it("is a finding of check", () =>
    withHistory("a<-b", async (project) => {
      await upgrade(project.options);
      expect((await check(project.options)).databases[0]?.edited).to.deep.equal([]);
      await edit(project, "b");
      const result = await check(project.options);
      expect(result.clean).to.equal(false);
      expect(result.databases[0]?.edited).to.have.length(1);
    }));

  it("is found by check without a connection of its own", () =>
    withHistory(
      "a",
      async ({ options }) => {
        await upgrade(options);
        const compared = await opened(() => diff(options));
        expect(await opened(() => check(options))).to.equal(compared);
      },
      { "data-source.js": counting },
    ));

  it("is a note of upgrade, which goes on", () =>
    withHistory("a<-b", async (project) => {
      await upgrade({ ...project.options, target: "a" });
      await edit(project, "a");
      const { databases, notes } = await upgrade(project.options);
      expect(databases[0]?.to).to.deep.equal(["b"]);
      expect(notes.join()).to.contain('Revision "a"').and.to.contain("edited");
    }));

  it("is none that was only stamped", () =>
    withHistory("a", async (project) => {
      await stamp({ ...project.options, targets: ["head"] });
      await edit(project, "a");
      const { databases } = await current({ ...project.options, verbose: true });
      expect(databases[0]?.edited).to.deep.equal([]);
    }));
});
