import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { listTemplates } from "../../src/action/list-templates.js";
import { dataSourceText, withCommandLine, type CommandLine } from "../support/command-line.js";
import { buildIfOlder } from "../support/walk-through.js";

const root = resolve(import.meta.dirname, "../..");

const compilerOptions = {
  target: "ES2022",
  module: "NodeNext",
  esModuleInterop: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};
const typed = { "tsconfig.json": JSON.stringify({ compilerOptions }) };
const esm = { "package.json": `{ "type": "module" }` };
const source = dataSourceText("@Column() name!: string;");

const script = `
const { DataSource, EntitySchema } = require("typeorm");
const User = new EntitySchema({ name: "users", columns: { id: { type: Number, primary: true, generated: true } } });
module.exports = new DataSource({ type: "better-sqlite3", database: "app.sqlite", entities: [User] });
`;

const audit = `
import { Column, DataSource, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("events")
class Event {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;
}

export const AuditDataSource = new DataSource({ type: "better-sqlite3", database: "audit.sqlite", entities: [Event] });
`;

/** A project, the template it takes, and files that must be there afterwards. */
type Beginning = {
  readonly template: string;
  readonly project: string;
  readonly files: Readonly<Record<string, string>>;
  readonly written: readonly string[];
  /** Of the environment or the first revision. */
  readonly holds: Readonly<Record<string, RegExp>>;
};

const beginnings: readonly Beginning[] = [
  {
    template: "generic",
    project: "of TypeScript and ES modules",
    files: { ...esm, ...typed, "src/data-source.ts": source },
    written: ["athanor.config.ts", "migrations/env.ts", "migrations/revision.ts.ejs"],
    holds: { "migrations/env.ts": /from "\.\.\/src\/data-source\.js"/ },
  },
  {
    template: "multidb",
    project: "with two data sources",
    files: {
      ...esm,
      ...typed,
      "src/data-source.ts": source,
      "src/audit.data-source.ts": audit,
      "src/database.ts": "export {};",
    },
    written: ["athanor.config.ts", "migrations/env.ts"],
    holds: { "migrations/env.ts": /main: typeorm\(dataSource\),/ },
  },
  {
    template: "multidb",
    project: "that exports both from one file of CommonJS",
    files: {
      "package.json": "{}",
      "data-source.js": `${script.replace("module.exports =", "exports.ShopDataSource =")}
exports.LogDataSource = new DataSource({ type: "better-sqlite3", database: "log.sqlite", entities: [User] });`,
    },
    written: ["migrations/env.js", "migrations/revision.js.ejs"],
    holds: { "migrations/env.js": /shop: typeorm\(ShopDataSource\),\n {4}log: typeorm/ },
  },
  {
    template: "commonjs",
    project: "of JavaScript",
    files: { "package.json": "{}", "data-source.js": script },
    written: ["athanor.config.js", "migrations/env.js", "migrations/revision.js.ejs"],
    holds: { "migrations/env.js": /const dataSource = require\("\.\.\/data-source\.js"\);/ },
  },
  {
    template: "commonjs",
    project: "of TypeScript and ES modules",
    files: { ...esm, ...typed, "src/data-source.ts": source },
    written: ["athanor.config.cjs", "migrations/env.cjs", "migrations/revision.cjs.ejs"],
    holds: { "migrations/env.cjs": /const \{ default: dataSource \} = require/ },
  },
  {
    template: "javascript",
    project: "of TypeScript and ES modules",
    files: { ...esm, ...typed, "src/data-source.ts": source },
    written: ["athanor.config.js", "migrations/env.ts", "migrations/revision.js.ejs"],
    holds: { "migrations/revision.js.ejs": /@param \{import\("athanor"\)\.Operations\} op/ },
  },
  {
    template: "javascript",
    project: "of CommonJS",
    files: { "package.json": "{}", "data-source.js": script },
    written: ["athanor.config.js", "migrations/env.js"],
    holds: { "migrations/env.js": /require/ },
  },
  {
    template: "nestjs",
    project: "whose .env names the database",
    files: {
      "package.json": "{}",
      ...typed,
      ".env": "DATABASE_FILE=from-env.sqlite\n",
      "src/data-source.ts": source.replace(
        `database: "app.sqlite"`,
        `database: process.env["DATABASE_FILE"] ?? "/nowhere/at/all.sqlite"`,
      ),
    },
    written: ["athanor.config.ts", "migrations/env.ts", "from-env.sqlite"],
    holds: { "migrations/env.ts": /import\("\.\.\/src\/data-source"\)/ },
  },
  {
    template: "./templates/ours",
    project: "with a template of its own",
    files: {
      ...esm,
      ...typed,
      "src/data-source.ts": source,
      "templates/ours/env.ts.ejs": `import { defineEnvironment } from "athanor";
import { typeorm } from "athanor/typeorm";
import <%- dataSource.binding %> from <%- JSON.stringify(dataSource.specifier) %>;

export default defineEnvironment({
  databases: typeorm(<%- dataSource.name %>),
  versionTable: "our_version",
});
`,
    },
    written: ["athanor.config.ts", "migrations/env.ts", "migrations/revision.ts.ejs"],
    holds: { "migrations/env.ts": /our_version/ },
  },
];

async function succeed(cli: CommandLine, ...args: readonly string[]): Promise<string> {
  const ended = await cli.athanor(...args);
  expect(ended.code, `${args.join(" ")}\n${ended.stderr}${ended.stdout}`).to.equal(0);
  return ended.stdout;
}

/** init, revision --autogenerate, upgrade, check, downgrade, and a revision by hand. */
async function beginWith({ template, files, written, holds }: Beginning): Promise<void> {
  await withCommandLine(files, async (cli) => {
    await succeed(cli, "init", "-t", template);
    const made = await succeed(cli, "revision", "--autogenerate", "-m", "create users");
    const path = made.replace(/^Wrote /, "").trim();
    expect(await readFile(join(cli.folder, path), "utf8")).to.match(/createTable\("users"/);
    await succeed(cli, "upgrade", "head");
    await succeed(cli, "check");
    await succeed(cli, "downgrade", "-1");
    await succeed(cli, "revision", "-m", "by hand");
    await succeed(cli, "upgrade");
    expect(await cli.files()).to.include.members([...written]);
    for (const [file, text] of Object.entries(holds))
      expect(await readFile(join(cli.folder, file), "utf8")).to.match(text);
  });
}

describe("the first five minutes", () => {
  before(async function () {
    this.timeout(180_000);
    await buildIfOlder(root);
  });

  for (const beginning of beginnings) {
    it(`go well with the template ${beginning.template} in a project ${beginning.project}`, () =>
      beginWith(beginning)).timeout(180_000);
  }

  it("are told of every template by the first line of its README", async () => {
    const { templates } = await listTemplates();
    expect(templates.map(({ name }) => name)).to.deep.equal([
      "commonjs",
      "generic",
      "javascript",
      "multidb",
      "nestjs",
    ]);
    for (const { summary } of templates) expect(summary).to.match(/^(One|Several) database.+\.$/);
  });

  it("begin with every one of these templates in this test", async () => {
    const { templates } = await listTemplates();
    const begun = beginnings.map(({ template }) => template);
    expect(begun).to.include.members(templates.map(({ name }) => name));
  });
});
