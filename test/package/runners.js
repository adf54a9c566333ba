// The library under what runs tests and scripts: whichever compiles or links modules its own way must find Athanor and the
// user's revisions.
import assert from "node:assert/strict";
import { join } from "node:path";
import { installWithDriver } from "./install.js";
import { writeFiles } from "./write-files.js";

const revision = `import type { Operations } from "athanor";
export const revision = "aaaa";
export const downRevision = null;
export async function upgrade(op: Operations): Promise<void> {
  await op.execute("CREATE TABLE users (id integer PRIMARY KEY)");
}
export async function downgrade(op: Operations): Promise<void> {
  await op.execute("DROP TABLE users");
}
`;

const made = `new DataSource({ type: "better-sqlite3", database: ":memory:", entities: [] })`;
const used = `const { databases } = await upgrade({ dataSource: ${made} });
  return databases.map(({ to }) => to.join()).join();`;
const imports = `import { upgrade } from "athanor";\nimport { DataSource } from "typeorm";\n`;
const use = `${imports}export async function use(): Promise<string> {\n  ${used}\n}\n`;
const print = (end) =>
  `import { use } from "./use${end}";\nvoid use().then((at) => console.log(at));\n`;
const awaited = `async () => {\n  const use = async () => {\n  ${used}\n  };\n  expect(await use()).toBe("aaaa");\n}`;

const commonjs = {
  "package.json": `{ "name": "commonjs", "private": true }`,
  "tsconfig.json": `{ "compilerOptions": { "module": "commonjs", "target": "es2022", "esModuleInterop": true, "skipLibCheck": true } }`,
  "use.ts": use,
  "main.ts": print(""),
  "main.js": `const { upgrade } = require("athanor");\nconst { DataSource } = require("typeorm");
const use = async () => {\n  ${used}\n};\nuse().then((at) => console.log(at));\n`,
  "jest.config.js": `module.exports = { testMatch: ["**/*.jest.js"] };\n`,
  // A registry of its own, as Jest gives tests, cannot require an ES module before Node 24.9: import() can.
  "use.jest.js": `test("upgrades", async () => {
  const { upgrade } = await import("athanor");
  const { DataSource } = await import("typeorm");
  const { databases } = await upgrade({ dataSource: ${made} });
  expect(databases[0].to).toEqual(["aaaa"]);
});\n`,
  "use.spec.ts": `import { expect, test } from "vitest";\n${imports}test("upgrades", ${awaited});\n`,
};

const esm = {
  "package.json": `{ "name": "esm", "private": true, "type": "module" }`,
  "tsconfig.json": `{ "compilerOptions": { "module": "nodenext", "target": "es2022", "skipLibCheck": true } }`,
  "use.ts": use,
  "main.ts": print(".js"),
  "main.js": `${imports}const use = async () => {\n  ${used}\n};\nconsole.log(await use());\n`,
  "jest.config.js": `export default { testMatch: ["**/*.jest.js"] };\n`,
  "use.jest.js": `${imports}test("upgrades", ${awaited});\n`,
  "use.spec.ts": `import { expect, test } from "vitest";\n${imports}test("upgrades", ${awaited});\n`,
};

const modules = "--experimental-vm-modules";

/** What is typed, and what the output must show. */
const runs = [
  { name: "node", command: ["node", "main.js"], shows: /^aaaa$/m },
  { name: "tsx", command: ["tsx", "main.ts"], shows: /^aaaa$/m },
  { name: "ts-node", command: ["ts-node", "main.ts"], shows: /^aaaa$/m, of: "commonjs" },
  {
    name: "ts-node",
    command: ["node", "--loader", "ts-node/esm", "main.ts"],
    shows: /^aaaa$/m,
    of: "esm",
  },
  { name: "Jest", command: ["jest", "--json"], shows: /"numPassedTests":1\b/, options: modules },
  { name: "Vitest", command: ["vitest", "run"], shows: /1 passed/ },
];

const packages = [
  "typeorm@1",
  "tsx@4",
  "ts-node@10",
  "typescript@5.9",
  "jest@30",
  "vitest@3",
  "@types/node@20",
];

/** Installs them all, for the folders below. */
export function installRunners(place, tarball, run) {
  writeFiles(place, { "package.json": `{ "name": "bare", "private": true }` });
  installWithDriver(place, [tarball, ...packages], run);
}

/** Runs the library under each of them, in CommonJS and in ES modules. */
export function useRunners({ step, run, place }) {
  for (const [kind, files] of Object.entries({ commonjs, esm })) {
    const folder = join(place, kind);
    writeFiles(folder, { ...files, "migrations/versions/a.ts": revision });
    for (const { name, command, shows, options } of runs.filter(({ of }) => (of ?? kind) === kind))
      step(`the library runs under ${name}, ${kind}`, () => {
        assert.match(
          run("npx", ["--no-install", ...command], folder, { NODE_OPTIONS: options ?? "" }),
          shows,
        );
      });
  }
}
