import { cp, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Files } from "../support/project.js";
import { printedBy } from "../support/loading-program.js";

const checkout = join(import.meta.dirname, "../..");

/** The library twice, as two packages of one monorepo may have it. */
async function installTwice(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "athanor-instances-")));
  for (const name of ["one", "two"]) {
    for (const part of ["src", "package.json"]) {
      await cp(join(checkout, part), join(folder, name, part), { recursive: true });
    }
    await symlink(join(checkout, "node_modules"), join(folder, name, "node_modules"));
  }
  return folder;
}

/** `string-argv` has no way in for `require`. */
const usesModule = `import { parseArgsStringToArgv } from "string-argv"; export const words = parseArgsStringToArgv("a b");`;

describe("two instances of the loader in one process", () => {
  let folder = "";
  const printed = (program: string, files: Files): Promise<string> =>
    printedBy(
      program,
      files,
      ["one", "two"].map((name) => join(folder, name, "src")),
    );
  before(async () => {
    folder = await installTwice();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [index, name] of ["the first", "the second"].entries()) {
    it(`both give ES modules what only those can import: ${name}`, async () => {
      const files = { "a.ts": `export { words } from "./b.js";`, "b.ts": usesModule };
      const program = `console.log((await loaders[${index}].load("a.ts")).words.join());`;
      expect(await printed(program, files)).to.equal("a,b");
    });
  }

  it("run each module once, whichever is asked", async () => {
    const files = {
      "a.ts": `import { token } from "./shared.js"; export const held = token;`,
      "b.ts": `import { token } from "./shared.js"; export const held = token;`,
      "shared.ts": `export const token = {};`,
    };
    const program = `console.log((await loaders[0].load("a.ts")).held === (await loaders[1].load("b.ts")).held);`;
    expect(await printed(program, files)).to.equal("true");
  });

  it("serve an ORM that imports entities by a pattern", async () => {
    const files = {
      "tsconfig.json": `{ "compilerOptions": { "experimentalDecorators": true } }`,
      "data-source.ts": `import "reflect-metadata"; import { DataSource } from "typeorm";
        const made = new DataSource({ type: "better-sqlite3", database: ":memory:", entities: [import.meta.dirname + "/user.ts"] });
        export const initialized = await made.initialize();`,
      "user.ts": `import { Column, Entity, PrimaryColumn } from "typeorm";
        @Entity() export class User { @PrimaryColumn() id!: number; @Column() name!: string; }`,
    };
    const program = `
      const { User } = await loaders[0].load("user.ts");
      const { initialized } = await loaders[1].load("data-source.ts");
      console.log(initialized.entityMetadatas[0].target === User);`;
    expect(await printed(program, files)).to.equal("true");
  });

  it("ask no compiler that the user's code registers", async () => {
    const files = {
      "a.ts": `import "./register.js"; export { words } from "./b.js";`,
      "register.ts": `import { createRequire } from "node:module";
        createRequire(import.meta.url).extensions[".ts"] = () => { throw new Error("asked"); };`,
      "b.ts": usesModule,
    };
    const program = `console.log((await loaders[1].load("a.ts")).words.join());`;
    expect(await printed(program, files)).to.equal("a,b");
  });
});
