import { expect } from "chai";
import { loadDataSource, parseDataSourcePath } from "../../src/directory/data-source.js";
import { createLoader } from "../../src/loading/load-module.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { withProject } from "../support/project.js";

const head = `
  import { DataSource } from "typeorm";
  const make = (database: string) => new DataSource({ type: "better-sqlite3", database });`;

/** The database of the data source that was found, or the code and message of the error. */
async function find(source: string, name = ""): Promise<unknown> {
  return withProject({ "package.json": "{}", "a.ts": head + source }, async (root) => {
    try {
      const { options } = await loadDataSource(createLoader({ root }), `${root}/a.ts${name}`);
      return Reflect.get(options, "database") as unknown;
    } catch (failure) {
      if (!(failure instanceof AthanorError)) throw failure;
      const words = [failure.code, failure.message, ...failure.suggestions];
      return words.map((word) => word.replaceAll(root, ""));
    }
  });
}

const forms: readonly (readonly [what: string, source: string, name?: string])[] = [
  ["by default", `export default make("a");`],
  ["by name", `export const source = make("a");`],
  ["twice, the same", `export const source = make("a"); export default source;`],
  ["by default among others", `export const other = make("b"); export default make("a");`],
  ["as a promise", `export default Promise.resolve(make("a"));`],
  ["as a function", `export default () => make("a");`],
  ["as an asynchronous function by name", `export async function build() { return make("a"); }`],
  [
    "one of several, by name",
    `export const one = make("a"); export const two = make("b");`,
    "#one",
  ],
  ["as an assignment", `export = make("a");`],
  [
    "among other things",
    `export const source = make("a"); export class Other {} export const n = 1;`,
  ],
];

const written: readonly (readonly [text: string, place: object])[] = [
  ["src/a.ts", { path: "src/a.ts" }],
  ["src/a.ts#audit", { path: "src/a.ts", exportName: "audit" }],
  ["/c#/a.ts", { path: "/c#/a.ts" }],
  ["/c#/a.ts#audit", { path: "/c#/a.ts", exportName: "audit" }],
  ["C:\\c#\\a.ts", { path: "C:\\c#\\a.ts" }],
];

describe("parseDataSourcePath", () => {
  for (const [text, place] of written) {
    it(`reads ${text}`, () => expect(parseDataSourcePath(text)).to.deep.equal(place));
  }
});

describe("loadDataSource", () => {
  for (const [what, source, name] of forms) {
    it(`takes a data source that is exported ${what}`, async () => {
      expect(await find(source, name)).to.equal("a");
    });
  }

  it("takes what plain CommonJS calls its default", async () => {
    const source = `const { DataSource } = require("typeorm");
      module.exports.default = new DataSource({ type: "better-sqlite3", database: "a" });`;
    await withProject({ "package.json": "{}", "a.js": source }, async (root) => {
      const { options } = await loadDataSource(createLoader({ root }), `${root}/a.js`);
      expect(options).to.include({ database: "a" });
    });
  });

  it("lists several and the way to name one", async () => {
    const error = await find(`export const one = make("a"); export const two = make("b");`);
    expect(error).to.deep.equal([
      "AMBIGUOUS_DATA_SOURCE",
      `"/a.ts" exports several data sources: "one", "two". Name one.`,
      "--data-source /a.ts#one",
      "--data-source /a.ts#two",
    ]);
  });

  it("says what is exported instead", async () => {
    const error = (await find("export const one = 1;")) as readonly string[];
    expect(error.slice(0, 2)).to.deep.equal([
      "DATA_SOURCE_NOT_FOUND",
      `"/a.ts" exports no DataSource: it exports "one".`,
    ]);
  });

  it("says that options are no data source", async () => {
    const error = (await find(`export default { type: "better-sqlite3" };`)) as readonly string[];
    expect(error[1]).to.equal(
      `"/a.ts" exports no DataSource: its "default" holds the options of one only.`,
    );
  });

  it("names the export that is not there", async () => {
    const error = (await find(`export const one = make("a");`, "#two")) as readonly string[];
    expect(error[1]).to.equal(`"/a.ts" exports no DataSource named "two": it exports "one".`);
  });

  it("says how to name one that is there instead", async () => {
    const error = await find(`export const one = make("a"); export const n = 1;`, "#two");
    expect((error as readonly string[])[2]).to.equal("--data-source /a.ts#one");
  });

  it("passes on the failure of a promise", async () => {
    const error = (await find(
      `export default (async () => { throw new Error("no host"); })();`,
    )) as readonly string[];
    expect(error.slice(0, 2)).to.deep.equal([
      "DATA_SOURCE_FAILED",
      `The data source of "/a.ts" failed: no host`,
    ]);
  });
});
