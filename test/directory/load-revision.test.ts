import { join } from "node:path";
import { expect } from "chai";
import { createLoader } from "../../src/loading/load-module.js";
import { loadRevision } from "../../src/directory/load-revision.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import type { RevisionModule } from "../../src/revision/revision-module.js";
import { withProject } from "../support/project.js";

function load(text: string): Promise<RevisionModule> {
  return withProject({ "package.json": "{}", "a1_x.ts": text }, (root) => {
    const path = join(root, "a1_x.ts");
    const header = { id: "a1", down: [], labels: [], dependsOn: [], message: "x", created: "" };
    return loadRevision(createLoader({ root }), { ...header, path });
  });
}

async function failure(text: string): Promise<string> {
  const thrown: unknown = await load(text).catch((caught: unknown) => caught);
  if (!(thrown instanceof AthanorError)) throw new Error(`No AthanorError, but ${String(thrown)}`);
  return `${thrown.code} ${thrown.message.replace(/\(\S+\/a1_x\.ts\)/, "(path)")}`;
}

const id = `export const revision = "a1";`;
const both = "export async function upgrade() {} export async function downgrade() {}";

describe("loadRevision", () => {
  it("gives the functions of a revision file", async () => {
    const { upgrade, downgrade, trace, ...rest } = await load(`${id} ${both}`);
    expect([upgrade, downgrade, trace].map((each) => typeof each)).to.deep.equal(
      Array(3).fill("function"),
    );
    expect(rest).to.deep.equal({ revision: "a1" });
  });

  it("gives one function for each named database", async () => {
    const each = "{ main: async () => {}, audit() {} }";
    const { upgrade } = await load(
      `${id} export const upgrade = ${each}; export const downgrade = ${each};`,
    );
    expect(Object.keys(upgrade)).to.deep.equal(["main", "audit"]);
  });

  it("says when no transaction is wanted", async () => {
    const { transaction } = await load(`${id} ${both} export const transaction = false;`);
    expect(transaction).to.equal(false);
  });

  const bad: readonly (readonly [text: string, message: string])[] = [
    [
      `export const revision = "b2"; ${both}`,
      `Revision "a1" (path) exports the id "b2" when it runs, not the one its header states.`,
    ],
    [both, `Revision "a1" (path) exports the id none when it runs, not the one its header states.`],
    [`${id} export function upgrade() {}`, `Revision "a1" (path) exports no "downgrade".`],
    [
      `${id} export const upgrade = {}; export const downgrade = {};`,
      `Revision "a1" (path) exports a "upgrade" that is neither a function nor an object of functions by database.`,
    ],
    [
      `${id} export async function upgrade() {} export function* downgrade() {}`,
      `Revision "a1" (path) exports a "downgrade" that is a generator function ("function*"), whose body does not run when it is called.`,
    ],
    [
      `${id} export const upgrade = { main() {}, async *audit() {} }; export const downgrade = upgrade;`,
      `Revision "a1" (path) exports a "upgrade" that is a generator function ("function*"), whose body does not run when it is called.`,
    ],
    [
      `${id} ${both} export const transaction = "no";`,
      `Revision "a1" (path) exports a "transaction" that is neither true nor false.`,
    ],
  ];
  for (const [text, message] of bad) {
    it(`refuses: ${text}`, async () => {
      expect(await failure(text)).to.equal(`INVALID_REVISION_FILE ${message}`);
    });
  }

  it("gives what shows the line of the file, as written, where a function fails later", async () => {
    const { upgrade, trace } = await load(
      `${id}\ninterface Gone {\n  a: string;\n}\nexport function upgrade(): Gone {\n  throw new Error("late");\n}\nexport function downgrade() {}`,
    );
    if (typeof upgrade !== "function") throw new Error("No function.");
    const run = async () => await upgrade(Object.create(null));
    const thrown: unknown = await run().catch((caught: unknown) => caught);
    trace?.(thrown);
    expect((thrown as Error).stack).to.match(/a1_x\.ts:6:9/);
  });
});
