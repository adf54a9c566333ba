import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { diff } from "../../src/action/diff.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { withProject } from "../support/project.js";

const entry = (table: string) => `
  @Entity("${table}") class ${table} {
    @PrimaryGeneratedColumn() id!: number;
    @Column() name!: string;
  }`;

const source = (table: string) => `
import { Column, DataSource, Entity, PrimaryGeneratedColumn } from "typeorm";
${entry(table)}
export default new DataSource({ type: "better-sqlite3", database: ${table}File(), entities: [${table}] });
function ${table}File() { return import.meta.dirname + "/${table}.db"; }
`;

const plugin = JSON.stringify(new URL("../../plugin/typeorm/index.ts", import.meta.url).pathname);

const files = {
  "package.json": `{ "type": "module" }`,
  "users.ts": source("users"),
  "events.ts": source("events"),
  "migrations/env.ts": `
import { typeorm } from ${plugin};
import users from "../users.js";
import events from "../events.js";
export default { databases: { main: typeorm(users), "audit-log": typeorm(events) } };
`,
};

describe("several named databases", () => {
  it("have a function each in the file that autogenerate writes, and go up and down with it", () =>
    withProject(files, async (root) => {
      const at = { cwd: root };
      const { path = "" } = await revision({ ...at, autogenerate: true, message: "all" });
      const text = await readFile(path, "utf8");
      expect(text).to.match(/export const upgrade = \{\n {2}main: async \(op/);
      expect(text).to.match(
        /main: async[^]*createTable\("users"[^]*"audit-log": async[^]*createTable\("events"/,
      );
      const { databases } = await upgrade(at);
      expect(databases.map(({ database, applied }) => [database, applied.length])).to.deep.equal([
        ["main", 1],
        ["audit-log", 1],
      ]);
      expect((await check(at)).clean).to.equal(true);
      await downgrade({ ...at, target: "base" });
      const { databases: gone } = await diff(at);
      expect(gone.map(({ operations }) => operations.length)).to.deep.equal([1, 1]);
    }));
});
