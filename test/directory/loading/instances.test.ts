import { execFile } from "node:child_process";
import { cp, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { withProject, type Files } from "../../support/project.js";

const checkout = join(import.meta.dirname, "../../..");

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

/** What a program prints in which both instances have begun to load. */
function printed(folder: string, files: Files, program: string): Promise<string> {
  const door = (name: string): string => join(folder, name, "src/directory/load-module.ts");
  const main = `
    import { createLoader } from ${JSON.stringify(door("one"))};
    import { createLoader as createOther } from ${JSON.stringify(door("two"))};
    const root = import.meta.dirname;
    const [one, two] = [createLoader({ root }), createOther({ root })];
    ${program}`;
  return withProject(
    { "package.json": `{ "type": "module" }`, ...files, "main.mjs": main },
    async (root) => {
      const args = ["--import", "tsx", join(root, "main.mjs")];
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: checkout });
      return stdout.trim();
    },
  );
}

/** `string-argv` has no way in for `require`. */
const usesModule = `import { parseArgsStringToArgv } from "string-argv"; export const words = parseArgsStringToArgv("a b");`;

describe("two instances of the loader in one process", () => {
  let folder = "";
  before(async () => {
    folder = await installTwice();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const name of ["one", "two"]) {
    it(`both give ES modules what only those can import: ${name}`, async () => {
      const files = { "a.ts": `export { words } from "./b.js";`, "b.ts": usesModule };
      const program = `console.log((await ${name}.load("a.ts")).words.join());`;
      expect(await printed(folder, files, program)).to.equal("a,b");
    });
  }

  it("run each module once, whichever is asked", async () => {
    const files = {
      "a.ts": `import { token } from "./shared.js"; export const held = token;`,
      "b.ts": `import { token } from "./shared.js"; export const held = token;`,
      "shared.ts": `export const token = {};`,
    };
    const program = `console.log((await one.load("a.ts")).held === (await two.load("b.ts")).held);`;
    expect(await printed(folder, files, program)).to.equal("true");
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
      const { User } = await one.load("user.ts");
      const { initialized } = await two.load("data-source.ts");
      console.log(initialized.entityMetadatas[0].target === User);`;
    expect(await printed(folder, files, program)).to.equal("true");
  });

  it("ask no compiler that the user's code registers", async () => {
    const files = {
      "a.ts": `import "./register.js"; export { words } from "./b.js";`,
      "register.ts": `import { createRequire } from "node:module";
        createRequire(import.meta.url).extensions[".ts"] = () => { throw new Error("asked"); };`,
      "b.ts": usesModule,
    };
    const program = `console.log((await two.load("a.ts")).words.join());`;
    expect(await printed(folder, files, program)).to.equal("a,b");
  });
});
