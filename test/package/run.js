// Tests the package as a user gets it: packed, installed into bare projects, and used for the first five minutes.
// `npm run test:package -- express` takes only the walks that are named.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";
import { walkExpress } from "./express.js";
import { installNest, walkNest } from "./nestjs.js";
import { useLayouts } from "./layouts.js";
import { walkMonorepo } from "./monorepo.js";
import { installRunners, useRunners } from "./runners.js";
import { walkVitest } from "./vitest.js";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "athanor-package-"));
let passed = 0;

const projects = [
  {
    name: "TypeORM 1 and better-sqlite3, TypeScript, ESM",
    packageJson: { type: "module" },
    dependencies: ["typeorm@1", "better-sqlite3@12", "reflect-metadata"],
    options: `type: "better-sqlite3"`,
    header: `import "reflect-metadata";\nimport { Column, DataSource, Entity, PrimaryGeneratedColumn } from "typeorm";`,
    footer: (options) => `export default new DataSource(${options});`,
  },
  {
    name: "TypeORM 0.3 and sqlite3, TypeScript, CommonJS",
    packageJson: {},
    dependencies: ["typeorm@0.3", "sqlite3@5", "reflect-metadata"],
    options: `type: "sqlite"`,
    header: `import "reflect-metadata";\nimport { Column, DataSource, Entity, PrimaryGeneratedColumn } from "typeorm";`,
    footer: (options) => `export const dataSource = new DataSource(${options});`,
  },
];

// Their first word is a package of the registry: nobody must have them.
const managers = [
  { name: "pnpm", command: ["pnpm@10", "add"] },
  { name: "yarn", command: ["yarn@1", "add", "--silent"] },
];

const [packed] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", folder], root));
const tarball = join(folder, packed.filename);
const nest = once(() => installed("nestjs", installNest));
const runners = once(() => installed("runners", installRunners));
const walks = {
  contents: () => checkContents(packed.files.map((file) => file.path)),
  lint: lintPackage,
  managers: () => managers.forEach((manager) => useManager(manager, join(folder, manager.name))),
  projects: () =>
    projects.forEach((project, index) => useProject(project, join(folder, `project-${index}`))),
  nestjs: () => walkNest({ place: nest(), run, step }),
  express: () => {
    const modules = join(nest(), "node_modules");
    walkExpress({ place: makeFolder("express"), modules, run, step });
  },
  layouts: () => useLayouts({ step, run, tarball, place: join(folder, "layout") }),
  runners: () => useRunners({ place: runners(), run, step }),
  vitest: () => walkVitest({ place: join(runners(), "vitest"), run, step }),
  monorepo: () => walkMonorepo({ place: join(runners(), "monorepo"), run, step }),
};
const asked = process.argv.slice(2);
for (const name of asked) assert.ok(name in walks, `${name} is none of ${Object.keys(walks)}`);
for (const [name, walk] of Object.entries(walks))
  if (asked.length === 0 || asked.includes(name)) walk();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${passed} passed, 0 failed\n`);

function once(make) {
  let made;
  return () => (made ??= make());
}

function installed(name, install) {
  const place = makeFolder(name);
  install(place, tarball, run);
  return place;
}

function makeFolder(name) {
  const place = join(folder, name);
  mkdirSync(place);
  return place;
}

function checkContents(paths) {
  step("the package holds what is needed and nothing else", () => {
    for (const needed of [
      "bin/athanor.js",
      "dist/src/index.js",
      "dist/src/index.d.ts",
      "oclif.manifest.json",
      "LICENSE",
      "README.md",
    ]) {
      assert.ok(paths.includes(needed), `${needed} is missing`);
    }
    const own = /^(?:(?:bin|dist\/src|dist\/plugin|templates)\/|[^/]+$)/;
    assert.deepEqual(
      paths.filter((path) => !own.test(path)),
      [],
    );
    assert.deepEqual(
      paths.filter((path) => /\.map$|\.test\.|tsbuildinfo/.test(path)),
      [],
    );
    const kilobytes = Math.round(packed.size / 1000);
    process.stdout.write(`  ${packed.entryCount} files, ${kilobytes} kB packed\n`);
    assert.ok(kilobytes < 1500, `${kilobytes} kB is too much`);
  });
}

function lintPackage() {
  const tool = (name) => join(root, "node_modules/.bin", name);
  step("publint has nothing to say", () => {
    run(tool("publint"), ["--strict", tarball], root);
  });
  step("the types are found by every way of resolving modules", () => {
    // The Nodes that are supported can require ES modules.
    run(tool("attw"), [tarball, "--ignore-rules", "cjs-resolves-to-esm"], root);
  });
}

function useManager({ name, command }, place) {
  mkdirSync(place);
  writeFileSync(join(place, "package.json"), JSON.stringify({ name: "bare", private: true }));
  step(`${name} installs it, and it runs`, () => {
    run("npx", ["--yes", ...command, tarball, "typeorm@1"], place);
    const listed = run(join(place, "node_modules/.bin/athanor"), ["list-templates"], place);
    assert.match(listed, /generic/);
  });
}

function useProject(project, place) {
  mkdirSync(place);
  writeFileSync(
    join(place, "package.json"),
    JSON.stringify({ name: "bare", private: true, ...project.packageJson }),
  );
  run(
    "npm",
    ["install", "--no-audit", "--no-fund", join(folder, packed.filename), ...project.dependencies],
    place,
  );
  const athanor = (...args) => run("npx", ["athanor", ...args], place);
  const write = (columns) =>
    writeFileSync(join(place, "data-source.ts"), dataSource(project, columns));
  const query = (sql) => queryWith(project, place, sql);

  write(`@Column({ length: 50 })\n  name!: string;`);
  step(`${project.name}: init finds the data source`, () => {
    athanor("init");
    assert.ok(readdirSync(join(place, "migrations")).includes("env.ts"));
  });
  step(`${project.name}: a first revision is written and applied`, () => {
    athanor("revision", "--autogenerate", "-m", "create users");
    athanor("upgrade", "head");
    query(`INSERT INTO "user" ("name") VALUES ('Ada')`);
  });
  write(
    `@Column({ length: 100 })\n  name!: string;\n\n  @Column({ nullable: true })\n  email?: string;`,
  );
  step(`${project.name}: a changed entity becomes a revision that keeps the rows`, () => {
    athanor("revision", "--autogenerate", "-m", "longer names, email");
    athanor("upgrade", "head");
    athanor("check");
    assert.deepEqual(query(`SELECT "name", "email" FROM "user"`), [{ name: "Ada", email: null }]);
  });
  step(`${project.name}: downgrade -1 goes back and keeps the rows`, () => {
    athanor("downgrade", "-1", "--allow-destructive");
    assert.deepEqual(query(`SELECT * FROM "user"`), [{ id: 1, name: "Ada" }]);
    assert.equal(JSON.parse(athanor("history", "--json")).revisions.length, 2);
  });
  step(`${project.name}: the written files pass tsc --strict`, () => {
    const tsc = join(root, "node_modules/.bin/tsc");
    const files = readdirSync(join(place, "migrations/versions")).map(
      (name) => `migrations/versions/${name}`,
    );
    const flags = [
      "--noEmit",
      "--strict",
      "--skipLibCheck",
      "--module",
      "nodenext",
      "--target",
      "es2022",
    ];
    run(
      tsc,
      [
        ...flags,
        ...files,
        "migrations/env.ts",
        "--experimentalDecorators",
        "--emitDecoratorMetadata",
      ],
      place,
    );
  });
}

function dataSource(project, columns) {
  return `${project.header}

@Entity()
export class User {
  @PrimaryGeneratedColumn()
  id!: number;

  ${columns}
}

${project.footer(`{ ${project.options}, database: "app.sqlite", entities: [User] }`)}
`;
}

function queryWith(project, place, sql) {
  const script = `
    const { DataSource } = require("typeorm");
    const source = new DataSource({ ${project.options}, database: "app.sqlite" });
    source.initialize().then(() => source.query(${JSON.stringify(sql)})).then((rows) => console.log(JSON.stringify(rows ?? null)));`;
  return JSON.parse(run(process.execPath, ["-e", script], place));
}

function step(title, body) {
  body();
  passed += 1;
  process.stdout.write(`  ok ${title}\n`);
}

function run(command, args, cwd, variables = {}) {
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NODE_OPTIONS: "", ...variables },
    });
  } catch (failure) {
    process.stderr.write(`${command} ${args.join(" ")}\n${failure.stdout}\n${failure.stderr}\n`);
    throw failure;
  }
}
