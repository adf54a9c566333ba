import * as fileSystem from "node:fs/promises";
import { join, relative } from "node:path";
import { expect } from "chai";
import { planBuildExclusion } from "../../src/directory/build-exclusion.js";
import { withProject, type Files } from "../support/project.js";

const main = { "src/main.ts": "export {};" };
const options = { outDir: "./dist", target: "ES2022" };
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const plan = (root: string) =>
  planBuildExclusion(root, [join(root, "athanor.config.ts"), join(root, "migrations")], fileSystem);

/** What `exclude` holds afterwards, by the configuration that changes. */
const changes: readonly (readonly [
  what: string,
  files: Files,
  path: string,
  exclude: readonly string[],
  buildOnly: boolean,
])[] = [
  [
    "adds to the exclude of tsconfig.build.json",
    {
      "tsconfig.json": json({ compilerOptions: options }),
      "tsconfig.build.json": json({
        extends: "./tsconfig.json",
        exclude: ["node_modules", "test", "dist", "**/*spec.ts"],
      }),
    },
    "tsconfig.build.json",
    ["node_modules", "test", "dist", "**/*spec.ts", "athanor.config.ts", "migrations"],
    true,
  ],
  [
    "takes the configuration that nest-cli.json names",
    {
      "nest-cli.json": json({ compilerOptions: { tsConfigPath: "tsconfig.app.json" } }),
      "tsconfig.json": json({ compilerOptions: options }),
      "tsconfig.app.json": json({ extends: "./tsconfig.json", exclude: ["test"] }),
    },
    "tsconfig.app.json",
    ["test", "athanor.config.ts", "migrations"],
    true,
  ],
  [
    "states what was excluded by default where no exclude is stated",
    {
      "tsconfig.json": json({ compilerOptions: options }),
      "tsconfig.build.json": json({ extends: "./tsconfig.json" }),
    },
    "tsconfig.build.json",
    ["node_modules", "dist", "athanor.config.ts", "migrations"],
    true,
  ],
  [
    "says that editors use tsconfig.json as well",
    { "tsconfig.json": json({ compilerOptions: options }) },
    "tsconfig.json",
    ["node_modules", "./dist", "athanor.config.ts", "migrations"],
    false,
  ],
];

const unchanged: readonly (readonly [what: string, files: Files])[] = [
  ["a project without a TypeScript configuration", {}],
  [
    "a build that includes src only",
    { "tsconfig.json": json({ compilerOptions: options, include: ["src"] }) },
  ],
  [
    "a build that excludes the files already",
    {
      "tsconfig.json": json({
        compilerOptions: options,
        exclude: ["dist", "athanor.config.ts", "migrations"],
      }),
    },
  ],
  [
    "a compiler that writes nothing",
    { "tsconfig.json": json({ compilerOptions: { noEmit: true } }) },
  ],
  ["a compiler without an outDir", { "tsconfig.json": json({ compilerOptions: {} }) }],
];

describe("planBuildExclusion", () => {
  for (const [what, files, path, exclude, buildOnly] of changes) {
    it(what, () =>
      withProject({ ...main, ...files }, async (root) => {
        const found = await plan(root);
        expect(relative(root, found?.path ?? "")).to.equal(path);
        expect(JSON.parse(found?.after ?? "").exclude).to.deep.equal(exclude);
        expect(found?.before).to.equal(files[path]);
        expect(found?.buildOnly).to.equal(buildOnly);
      }),
    );
  }

  it("keeps the comments of the configuration", () => {
    const text = `{\n  // The build.\n  "exclude": [\n    "test", // not shipped\n  ],\n}\n`;
    return withProject({ ...main, "tsconfig.build.json": text }, async (root) => {
      const { after = "" } = (await plan(root)) ?? {};
      expect(after).to.include("// The build.").and.to.include("// not shipped");
      expect(after).to.include(`"athanor.config.ts"`).and.to.include(`"migrations"`);
    });
  });

  for (const [what, files] of unchanged) {
    it(`changes nothing for ${what}`, () =>
      withProject({ ...main, ...files }, async (root) => {
        expect(await plan(root)).to.equal(undefined);
      }));
  }

  it("names a configuration that cannot be read", () =>
    withProject({ "tsconfig.build.json": `{ "extends": "./missing.json" }` }, async (root) => {
      const failure = await plan(root).catch((error: unknown) => error);
      expect(failure).to.include({ code: "INVALID_TSCONFIG" });
    }));
});
