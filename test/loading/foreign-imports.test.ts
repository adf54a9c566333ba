import { expect } from "chai";
import { printedBy } from "../support/loading-program.js";

const user = `import { Column, Entity, PrimaryColumn } from "typeorm";
@Entity() export class User { @PrimaryColumn() id!: number; @Column() name!: string; }`;

const files = {
  "tsconfig.json": `{ "compilerOptions": { "experimentalDecorators": true } }`,
  "user.ts": user,
  "made.ts": `import "reflect-metadata"; import { DataSource } from "typeorm";
    export const made = new DataSource({ type: "better-sqlite3", database: ":memory:", entities: [import.meta.dirname + "/user.ts"] });`,
};

/** A thread of Node's answers such imports once there is this. */
const answers = `console.log(Reflect.has(globalThis, Symbol.for("athanor.load")));`;

/** How a project's own code may start its ORM, in `env.ts`. */
const starters: Readonly<Record<string, string>> = {
  "awaits it at the top": `await made.initialize(); export const ready = made;`,
  "exports the promise of it": `export const ready = made.initialize();`,
  "awaits it in a function": `const start = async () => { await begin(); return made; }; export const ready = start();
    function begin() { return made["initialize"](); }`,
  "goes on when it is done": `export const ready = made["initialize"]().then(() => made);`,
};

describe("a package that imports the user's files", () => {
  for (const [how, code] of Object.entries(starters)) {
    it(`gets the very modules that run here, where the user's code ${how}`, async () => {
      const env = { "env.ts": `import { made } from "./made.js"; ${code}` };
      const program = `
        const { ready } = await loaders[0].load("env.ts");
        const { User } = await loaders[0].load("user.ts");
        console.log((await ready).entityMetadatas[0].target === User);`;
      expect(await printedBy(program, { ...files, ...env })).to.equal("true");
    });
  }

  it("gets them when it is said before", async () => {
    const program = `
      const { made } = await loaders[0].load("made.ts");
      loaders[0].answerForeignImports();
      await made.initialize();
      const { User } = await loaders[0].load("user.ts");
      console.log(made.entityMetadatas[0].target === User);`;
    expect(await printedBy(program, files)).to.equal("true");
  });

  it("costs no thread where nothing says that there will be one", async () => {
    const revision = `export async function upgrade(op) { await op.execute("SELECT * FROM x"); }`;
    const program = `
      await loaders[0].load("made.ts");
      await loaders[0].load("revision.ts");
      ${answers}`;
    expect(await printedBy(program, { ...files, "revision.ts": revision })).to.equal("false");
  });

  it("costs no thread where all of the user's code is CommonJS, which require serves", async () => {
    const project = { ...files, "package.json": "{}", "made.ts": `export const made = 1;` };
    const program = `
      await loaders[0].load("made.ts");
      loaders[0].answerForeignImports();
      ${answers}`;
    expect(await printedBy(program, project)).to.equal("false");
  });
});
