import * as fileSystem from "node:fs/promises";
import { join, relative } from "node:path";
import { expect } from "chai";
import { findDataSources } from "../../src/directory/find-data-sources.js";
import { initDirectory } from "../../src/directory/init-directory.js";
import { findTemplate, listTemplates, readRevisionTemplate } from "../../src/directory/template.js";
import type { AthanorError } from "../../src/error/athanor-error.js";
import { withProject, type Files } from "../support/project.js";

const templates = join(import.meta.dirname, "../../templates");

const typed = (name: string): string =>
  `import { DataSource } from "typeorm"; export const ${name} = new DataSource({ type: "postgres" });`;

async function init(root: string, directory = "migrations"): Promise<readonly string[]> {
  const [dataSource] = await findDataSources(root, fileSystem);
  if (dataSource === undefined) throw new Error("No data source.");
  const template = await findTemplate(templates, "generic", fileSystem, root);
  const request = {
    root,
    directory: join(root, directory),
    template,
    base: template,
    dataSources: [dataSource],
    fileSystem,
  };
  return (await initDirectory(request)).map((path) => relative(root, path));
}

const projects: readonly (readonly [
  what: string,
  files: Files,
  written: readonly string[],
  environment: readonly [string, string],
])[] = [
  [
    "TypeScript, CommonJS",
    { "package.json": "{}", "src/data-source.ts": typed("AppDataSource") },
    [
      "athanor.config.ts",
      "migrations/env.ts",
      "migrations/README.md",
      "migrations/revision.ts.ejs",
    ],
    ["migrations/env.ts", `import { AppDataSource } from "../src/data-source";`],
  ],
  [
    "TypeScript, ES modules",
    {
      "package.json": `{ "type": "module" }`,
      "data-source.ts": `import { DataSource } from "typeorm"; export default new DataSource({ type: "postgres" });`,
    },
    [
      "athanor.config.ts",
      "migrations/env.ts",
      "migrations/README.md",
      "migrations/revision.ts.ejs",
    ],
    ["migrations/env.ts", `import dataSource from "../data-source.js";`],
  ],
  [
    "JavaScript, ES modules",
    { "package.json": `{ "type": "module" }`, "data-source.js": typed("main") },
    [
      "athanor.config.js",
      "migrations/env.js",
      "migrations/README.md",
      "migrations/revision.js.ejs",
    ],
    ["migrations/env.js", `import { main } from "../data-source.js";`],
  ],
  [
    "JavaScript, CommonJS",
    {
      "package.json": "{}",
      "ormconfig.js": `const { DataSource } = require("typeorm"); module.exports = new DataSource({ type: "postgres" });`,
    },
    [
      "athanor.config.js",
      "migrations/env.js",
      "migrations/README.md",
      "migrations/revision.js.ejs",
    ],
    ["migrations/env.js", `const dataSource = require("../ormconfig.js");`],
  ],
];

describe("initDirectory", () => {
  for (const [what, files, written, [file, line]] of projects) {
    it(`follows the project's language and modules: ${what}`, async () => {
      await withProject(files, async (root) => {
        expect(await init(root)).to.have.members([...written, "migrations/versions"]);
        const text = await fileSystem.readFile(join(root, file), "utf8");
        expect(text.split("\n")).to.include(line);
        const revision = await readRevisionTemplate(join(root, "migrations"), fileSystem);
        expect(revision?.extension).to.equal(what.startsWith("T") ? ".ts" : ".js");
      });
    });
  }

  it("names the folder in the configuration", async () => {
    await withProject({ "package.json": "{}", "data-source.ts": typed("main") }, async (root) => {
      await init(root, "db/history");
      const text = await fileSystem.readFile(join(root, "athanor.config.ts"), "utf8");
      expect(text).to.include(`scriptLocation: "db/history"`);
      const environment = await fileSystem.readFile(join(root, "db/history/env.ts"), "utf8");
      expect(environment).to.include(`from "../../data-source"`);
    });
  });

  for (const taken of ["migrations/env.js", "athanor.config.mjs", "migrations/README.md"]) {
    it(`overwrites nothing and writes nothing where ${taken} exists`, async () => {
      const files = { "package.json": "{}", "data-source.ts": typed("main"), [taken]: "mine" };
      await withProject(files, async (root) => {
        const failure: unknown = await init(root).catch((error: unknown) => error);
        expect((failure as AthanorError).code).to.equal("FILE_EXISTS");
        expect((failure as AthanorError).message).to.include(taken);
        const another = taken.startsWith("athanor.config")
          ? /scriptLocation/
          : /athanor init OTHER/;
        expect((failure as AthanorError).suggestions[1]).to.match(another);
        expect(await fileSystem.readFile(join(root, taken), "utf8")).to.equal("mine");
        const top = [...Object.keys(files).map((name) => name.split("/")[0]), "node_modules"];
        expect(await fileSystem.readdir(root)).to.have.members([...new Set(top)]);
      });
    });
  }

  it("leaves nothing half-written", async () => {
    await withProject({ "package.json": "{}", "data-source.ts": typed("main") }, async (root) => {
      const template = join(templates, "generic");
      const writeFile: typeof fileSystem.writeFile = (path, ...rest) =>
        String(path).endsWith("revision.ts.ejs")
          ? Promise.reject(new Error("disk full"))
          : fileSystem.writeFile(path, ...rest);
      const failure: unknown = await initDirectory({
        root,
        directory: join(root, "a/b/migrations"),
        template,
        base: template,
        dataSources: [{ path: join(root, "data-source.ts"), exportName: "main" }],
        fileSystem: { ...fileSystem, writeFile },
      }).catch((error: unknown) => error);
      expect((failure as AthanorError).code).to.equal("FILE_NOT_WRITTEN");
      expect(await fileSystem.readdir(root)).to.have.members([
        "package.json",
        "data-source.ts",
        "node_modules",
      ]);
    });
  });
});

describe("findDataSources", () => {
  const found = (files: Files): Promise<readonly string[]> =>
    withProject(files, async (root) =>
      (await findDataSources(root, fileSystem)).map(
        ({ path, exportName }) => `${relative(root, path)}#${exportName}`,
      ),
    );

  it("prefers the usual files", async () => {
    const files = { "src/db/data-source.ts": typed("a"), "src/other.ts": typed("b") };
    expect(await found(files)).to.deep.equal(["src/db/data-source.ts#a"]);
  });

  it("falls back to any file that exports one", async () => {
    expect(await found({ "src/other.ts": typed("b") })).to.deep.equal(["src/other.ts#b"]);
  });

  it("passes over tests, compiled files and dependencies", async () => {
    const files = {
      "data-source.ts": typed("a"),
      "data-source.js": typed("a"),
      "dist/data-source.js": typed("a"),
      "test/data-source.ts": typed("a"),
      "data-source.spec.ts": typed("a"),
    };
    expect(await found(files)).to.deep.equal(["data-source.ts#a"]);
  });

  const exported: readonly (readonly [source: string, names: readonly string[]])[] = [
    ["const a = new DataSource({}); export default a; export { a };", ["default"]],
    ["const a = new DataSource({}); export { a as b };", ["b"]],
    ["const a = new DataSource({}); export default a.initialize();", ["default"]],
    ["export default await new typeorm.DataSource({}).initialize();", ["default"]],
    ["export const a = new DataSource({} satisfies Options) as DataSource;", ["a"]],
    ["export default async () => new DataSource({});", ["default"]],
    [
      "export function make() { return new DataSource({}); } export const a = new DataSource({});",
      ["a"],
    ],
    ["exports.a = new DataSource({}); exports.b = 1;", ["a"]],
    ["const a = new DataSource({}); module.exports = { a, b: 1 };", ["a"]],
    ["export const a = new DataSource({}); export const b = new DataSource({});", ["a", "b"]],
    ["export class Module { source = new DataSource({}); }", []],
    ["const a = new DataSource({});", []],
  ];
  for (const [source, names] of exported) {
    it(`reads ${source}`, async () => {
      expect(await found({ "a.ts": source })).to.deep.equal(names.map((name) => `a.ts#${name}`));
    });
  }
});

describe("listTemplates", () => {
  it("gives each its first line", async () => {
    const listed = await listTemplates(templates, fileSystem);
    expect(listed.find(({ name }) => name === "generic")).to.deep.equal({
      name: "generic",
      summary: "One database: its data source, and one folder of revisions.",
    });
  });

  it("says which there are when one is not", async () => {
    const failure: unknown = await findTemplate(templates, "none", fileSystem, templates).catch(
      (error: unknown) => error,
    );
    expect((failure as AthanorError).code).to.equal("UNKNOWN_TEMPLATE");
    expect((failure as AthanorError).message).to.match(
      /^There is no template "none"\. There are "commonjs", "generic"/,
    );
  });
});
