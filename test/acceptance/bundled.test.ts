import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { build } from "esbuild";
import { withCommandLine } from "../support/command-line.js";

const revision = (id: string, parent: string | null): string => `
import type { Operations } from "athanor";
export const revision = "${id}";
export const downRevision = ${JSON.stringify(parent)};
export const branchLabels: string[] = [];
export const dependsOn: string[] = [];
export async function upgrade(op: Operations): Promise<void> {
  await op.createTable("t_${id}", { columns: [{ name: "id", type: "integer" }] });
}
export async function downgrade(op: Operations): Promise<void> {
  await op.dropTable("t_${id}");
}
`;

const files = {
  "package.json": "{}",
  "migrations/versions/a_one.ts": revision("a", null),
  "migrations/versions/b_two.ts": revision("b", "a"),
  "src/user.ts": `import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
@Entity("users") export class User { @PrimaryGeneratedColumn() id!: number; @Column("text") name!: string; }`,
  "src/main.ts": `import { current, upgrade } from "athanor";
import { DataSource } from "typeorm";
import * as a from "../migrations/versions/a_one.js";
import * as b from "../migrations/versions/b_two.js";
import { User } from "./user.js";

const dataSource = new DataSource({ type: "better-sqlite3", database: "app.sqlite", entities: [User] });

async function main(): Promise<void> {
  const project = { dataSource, modules: [a, b] };
  const { databases } = await upgrade(project);
  const { databases: now } = await current(project);
  console.log(databases[0]?.applied.map(({ revision }) => revision).join(), now[0]?.atHeads);
}
void main();`,
  "tsconfig.json": JSON.stringify({ compilerOptions: { experimentalDecorators: true } }),
};

describe("an application that a bundler made, with athanor and typeorm external", () => {
  for (const [format, extension] of [
    ["esm", "mjs"],
    ["cjs", "cjs"],
  ] as const) {
    it(`upgrades from the revisions in the bundle, without their files: ${format}`, () =>
      withCommandLine(files, async ({ folder }) => {
        const outfile = join(folder, `app.${extension}`);
        const external = ["athanor", "athanor/*", "typeorm"];
        await build({
          ...{ absWorkingDir: folder, entryPoints: ["src/main.ts"], outfile, external, format },
          ...{ bundle: true, minify: true, platform: "node", target: "node20" },
        });
        for (const sources of ["src", "migrations"])
          await rm(join(folder, sources), { recursive: true });
        const { stdout } = await promisify(execFile)(process.execPath, [outfile], { cwd: folder });
        expect(stdout.trim()).to.equal("a,b true");
      })).timeout(120_000);
  }
});
