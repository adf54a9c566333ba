import { expect } from "chai";
import type { Operations } from "../../src/operation/operations.js";
import { replayHistory, type ReplayedHistory } from "../../src/history/replay-history.js";
import { openProject } from "../../src/project/project.js";

const named = { dialect: "postgres", database: "default" };

type Body = (op: Operations) => Promise<void>;

async function follow(...bodies: readonly Body[]): Promise<ReplayedHistory> {
  const modules = bodies.map((upgrade, at) => ({
    revision: `r${String(at)}`,
    downRevision: at === 0 ? null : `r${String(at - 1)}`,
    upgrade,
    downgrade: () => Promise.resolve(),
  }));
  const project = await openProject({ modules }, "show");
  const { graph } = await project.history();
  const applied = new Set(modules.map(({ revision }) => revision));
  return replayHistory(project, graph, applied, named);
}

const table: Body = async (op) => {
  await op.createTable("a", { columns: [{ name: "x", type: "integer" }] });
};
const view = { definition: "SELECT x FROM a" };
const again: Body = async (op) => {
  await op.dropView("v", { aside: true });
  await op.createView("v", { ...view, aside: true });
};

describe("what a history has made", () => {
  it("does not include what a revision dropped that none had made, and made again", async () => {
    const { schema } = await follow(table, again, again);
    expect(schema.views).to.deep.equal([]);
  });

  it("includes what one revision made and another dropped and made again", async () => {
    const { schema } = await follow(table, (op) => op.createView("v", view), again);
    expect(schema.views).to.have.length(1);
  });

  it("includes what was dropped where it existed, and made", async () => {
    const { schema } = await follow(table, async (op) => {
      await op.dropView("v", { ifExists: true });
      await op.createView("v", view);
    });
    expect(schema.views).to.have.length(1);
  });

  it("includes what a later revision makes in the place of what was dropped", async () => {
    const { schema } = await follow(
      table,
      (op) => op.dropView("v"),
      (op) => op.createView("v", view),
    );
    expect(schema.views).to.have.length(1);
  });

  it("includes the rest of a batch in which something is not known", async () => {
    const key = { name: "k", columns: ["x"], references: "b", referencedColumns: ["y"] };
    const { schema } = await follow(table, (op) =>
      op.batchAlterTable("a", async (batch) => {
        await batch.dropConstraint("k");
        await batch.addColumn({ name: "z", type: "integer" });
        await batch.createForeignKey(key);
      }),
    );
    const [made] = schema.tables;
    expect(made?.columns.map(({ name }) => name)).to.deep.equal(["x", "z"]);
    expect(made?.foreignKeys).to.deep.equal([]);
  });
});
