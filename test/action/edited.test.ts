import { expect } from "chai";
import { readFile, writeFile } from "node:fs/promises";
import { check } from "../../src/action/check.js";
import { current } from "../../src/action/current.js";
import { stamp } from "../../src/action/stamp.js";
import { upgrade } from "../../src/action/upgrade.js";
import { withHistory, type HistoryProject } from "../support/history-project.js";

async function edit({ fileOf }: HistoryProject, id: string): Promise<void> {
  const text = await readFile(fileOf(id), "utf8");
  await writeFile(fileOf(id), text.replace(`dropTable("t_${id}")`, `dropTable("t_${id}", {})`));
}

describe("a revision file that is edited after it was applied", () => {
  it("is told by current -v", () =>
    withHistory("a<-b", async (project) => {
      await upgrade(project.options);
      await edit(project, "a");
      const { databases } = await current({ ...project.options, verbose: true });
      expect(databases[0]?.edited?.map(({ revision }) => revision)).to.deep.equal(["a"]);
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
