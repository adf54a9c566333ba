// A team that tests with Vitest: its global setup upgrades a database of the tests' own.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeFiles } from "./write-files.js";

const files = {
  "package.json": `{ "name": "notes", "private": true, "type": "module" }\n`,
  "tsconfig.json": `{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "target": "es2022", "experimentalDecorators": true, "useDefineForClassFields": false, "strict": true, "skipLibCheck": true } }\n`,
  "src/note.ts": `import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("notes")
export class Note {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: "varchar", length: 80 })
  text!: string;
}
`,
  "src/data-source.ts": `import { DataSource } from "typeorm";
import { Note } from "./note";

export const dataSource = new DataSource({
  type: "better-sqlite3",
  database: process.env.DATABASE_FILE ?? "notes.sqlite",
  entities: [Note],
});
`,
  "vitest.config.ts": `import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { globalSetup: "test/global-setup.ts", env: { DATABASE_FILE: "test.sqlite" } },
});
`,
  "test/global-setup.ts": `import { rm } from "node:fs/promises";
import { upgrade } from "athanor";

export default async function setup(): Promise<void> {
  process.env.DATABASE_FILE = "test.sqlite";
  await rm("test.sqlite", { force: true });
  await upgrade();
}
`,
  ...Object.fromEntries(
    ["first", "second"].map((text) => [
      `test/${text}.test.ts`,
      `import { afterAll, beforeAll, expect, test } from "vitest";
import { dataSource } from "../src/data-source";
import { Note } from "../src/note";

beforeAll(() => dataSource.initialize());
afterAll(() => dataSource.destroy());

test("keeps a note", async () => {
  const notes = dataSource.getRepository(Note);
  await notes.save({ text: "${text}" });
  expect(await notes.countBy({ text: "${text}" })).toBe(1);
});
`,
    ]),
  ),
};

/** Takes such a project from its first revision to tests that pass, and on after a change of its entity. */
export function walkVitest({ place, run, step }) {
  writeFiles(place, files);
  const npx = (...words) => run("npx", ["--no-install", ...words], place);
  const test = () => {
    assert.match(npx("vitest", "run"), /2 passed/);
  };

  step("Vitest: the tests run against the database that their global setup upgraded", () => {
    npx("athanor", "init");
    npx("athanor", "revision", "--autogenerate", "-m", "create notes");
    test();
    assert.doesNotMatch(npx("athanor", "current"), /head/);
  });
  step("Vitest: a change of an entity reaches the tests with its revision", () => {
    npx("athanor", "upgrade", "head");
    const entity = join(place, "src/note.ts");
    const column = `\n  @Column({ type: "integer", default: 0 })\n  rank!: number;\n}\n`;
    writeFileSync(entity, readFileSync(entity, "utf8").replace(/\}\n$/, column));
    npx("athanor", "revision", "--autogenerate", "-m", "ranks");
    test();
  });
}
