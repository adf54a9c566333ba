import { expect } from "chai";
import { readChecked } from "../../src/directory/header.js";
import { rewriteParents } from "../../src/directory/rewrite-header.js";

const file = `/** create users */
import type { Operations } from "athanor";

export const revision = "a";
export const downRevision = "b";
export const branchLabels: string[] = [];
export const dependsOn: string[] = [];

export async function upgrade(op: Operations): Promise<void> {
  await op.createTable("users", { columns: [{ name: "id", type: "integer" }] });
  await op.execute("UPDATE users SET id = 1");
}

export async function downgrade(op: Operations): Promise<void> {
  await op.dropTable("users");
}
`;

const checksumOf = (text: string): string | undefined => readChecked("a.ts", text)?.checksum;

const alike: Readonly<Record<string, string>> = {
  comments: file.replace("/** create users */", "// other words").replace("{\n", "{ // why\n"),
  formatting: file.replace(/\n +/g, " ").replaceAll("; ", ";;\n\n\n"),
  quotes: file.replaceAll('"', "'"),
  "quoted keys": file.replace("{ name:", '{ "name":'),
  parentheses: file.replace('await op.dropTable("users")', '(await (op.dropTable("users")))'),
  parents: rewriteParents("a.ts", file, ["c", "d"]),
  labels: file.replace("branchLabels: string[] = []", 'branchLabels: string[] = ["billing"]'),
};

const different: Readonly<Record<string, string>> = {
  "a name": file.replace('"users", {', '"people", {'),
  "a statement": file.replace("id = 1", "id = 2"),
  "white space in a statement": file.replace("id = 1", "id  =  1"),
  "the order of calls": file.replace(/( +await op.createTable.*\n)(.*\n)/, "$2$1"),
  "the downgrade": file.replace("dropTable", "renameTable"),
  "its transaction": `${file}export const transaction = false;\n`,
};

describe("the checksum of a revision file", () => {
  for (const [what, text] of Object.entries(alike)) {
    it(`does not change with ${what}`, () => {
      expect(text).not.to.equal(file);
      expect(checksumOf(text)).to.equal(checksumOf(file));
    });
  }

  for (const [what, text] of Object.entries(different)) {
    it(`changes with ${what}`, () => {
      expect(text).not.to.equal(file);
      expect(checksumOf(text)).not.to.equal(checksumOf(file));
    });
  }

  it("does not change with a constant that names the parent", () => {
    const named = file.replace(`downRevision = "b"`, `downRevision = parent`);
    const of = (parent: string): string => `const parent = "${parent}";\n${named}`;
    expect(checksumOf(of("b"))).to.equal(checksumOf(of("c")));
  });
});
