import { expect } from "chai";
import { merge } from "../../src/action/merge.js";
import { withHistory } from "../support/history-project.js";

const file = (id: string, down: string | null, body: string): string => `
export const revision = ${JSON.stringify(id)};
export const downRevision = ${JSON.stringify(down)};

export async function upgrade(op) {
  ${body}
}

export async function downgrade(op) {}
`;

const users = `await op.createTable("users", { columns: [
    { name: "id", type: "integer" },
    { name: "name", type: "varchar", length: 20 },
    { name: "mail", type: "varchar", nullable: true },
  ] });`;

/** What two branches over one table do, and what they are told to have in common. */
const cases: readonly (readonly [
  what: string,
  left: string,
  right: string,
  subjects: readonly string[],
])[] = [
  [
    "a column that both alter",
    `await op.alterColumn("users", "name", { length: 40 });`,
    `await op.alterColumn("users", "name", { length: 80 });`,
    ["users.name"],
  ],
  [
    "a column that one renames and the other alters",
    `await op.renameColumn("users", "name", "fullName");`,
    `await op.batchAlterTable("users", async (batch) => { await batch.alterColumn("name", { length: 80 }); });`,
    ["users.name"],
  ],
  [
    "a column that both add",
    `await op.addColumn("users", { name: "age", type: "integer", nullable: true });`,
    `await op.addColumn("users", { name: "age", type: "varchar", nullable: true });`,
    ["users.age"],
  ],
  [
    "a table that one drops and the other changes",
    `await op.dropTable("users");`,
    `await op.addColumn("users", { name: "age", type: "integer", nullable: true });`,
    ["users"],
  ],
  [
    "nothing where they change different columns",
    `await op.alterColumn("users", "name", { length: 40 });`,
    `await op.dropColumn("users", "mail");`,
    [],
  ],
  [
    "nothing where they change different tables",
    `await op.createTable("posts", { columns: [{ name: "id", type: "integer" }] });`,
    `await op.dropTable("users");`,
    [],
  ],
];

describe("the conflicts of a merge", () => {
  for (const [what, left, right, subjects] of cases) {
    it(`are ${what}`, () =>
      withHistory(
        "",
        async ({ options }) => {
          const { conflicts, notes } = await merge({ ...options, revisions: ["heads"] });
          expect(conflicts.map(({ subject }) => subject)).to.deep.equal(subjects);
          for (const { revisions } of conflicts) expect(revisions).to.deep.equal(["l1", "r1"]);
          expect(notes).to.have.length(subjects.length);
          for (const subject of subjects) expect(notes[0]).to.include(`both change ${subject}.`);
        },
        {
          "migrations/versions/a.js": file("aa", null, users),
          "migrations/versions/l.js": file("l1", "aa", left),
          "migrations/versions/r.js": file("r1", "aa", right),
        },
      ));
  }
});
