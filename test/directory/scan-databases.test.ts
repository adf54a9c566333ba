import { expect } from "chai";
import { scanDatabases } from "../../src/directory/scan-databases.js";

const told: Readonly<Record<string, readonly string[]>> = {
  "export default { databases: typeorm(dataSource) };": [],
  "export default { databases: { main: typeorm(a), 'audit-log': typeorm(b) } };": [
    "main",
    "audit-log",
  ],
  "module.exports = defineEnvironment({ databases: { one: a } });": ["one"],
  "export default defineEnvironment(({ tag }) => ({ databases: { one: a } as const }));": ["one"],
  "export default async function () { const a = 1; return { databases: typeorm(a) }; }": [],
};

const untold = [
  "export default { databases };",
  "export default { databases: make() };",
  "export default { databases: { ...others } };",
  "export default { databases: { [name]: typeorm(a) } };",
  "export default (x) => (x ? { databases: typeorm(a) } : { databases: { a: b } });",
  "export { default } from './other.js';",
];

describe("the names of the databases, read without running the environment", () => {
  for (const [text, names] of Object.entries(told)) {
    it(`are [${names.join(", ")}] in: ${text}`, () => {
      expect(scanDatabases("env.ts", text)).to.deep.equal(names);
    });
  }

  for (const text of untold) {
    it(`cannot be told from: ${text}`, () => {
      expect(scanDatabases("env.ts", text)).to.equal(undefined);
    });
  }
});
