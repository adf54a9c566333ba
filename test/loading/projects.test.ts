import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { buildIfOlder } from "../support/walk-through.js";
import { withCommandLine, type CommandLine } from "../support/command-line.js";

const root = join(import.meta.dirname, "../..");

type Project = {
  readonly files: Readonly<Record<string, string>>;
  /** What `-d` says. */
  readonly dataSource: string;
  /** Links of `node_modules`, and where they lead. */
  readonly links?: Readonly<Record<string, string>>;
};

const compiler = {
  target: "ES2022",
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  esModuleInterop: true,
};
const commonjs = {
  "package.json": "{}",
  "tsconfig.json": JSON.stringify({ compilerOptions: { ...compiler, module: "commonjs" } }),
};
const esm = {
  "package.json": `{ "type": "module" }`,
  "tsconfig.json": JSON.stringify({ compilerOptions: { ...compiler, module: "nodenext" } }),
};

const user = `import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
@Entity("users") export class User { @PrimaryGeneratedColumn() id!: number; @Column() name!: string; }
`;

const sourceOf = (imports: string, entities: string, database = `"app.sqlite"`): string =>
  `${imports}import { DataSource } from "typeorm";
export default new DataSource({ type: "better-sqlite3", database: ${database}, entities: ${entities} });
`;

const projects: Readonly<Record<string, Project>> = {
  "TypeScript that says it is a module by its ending": {
    files: {
      ...commonjs,
      "data-source.mts": sourceOf(`import { User } from "./user.mjs";\n`, "[User]"),
      "user.mts": user,
    },
    dataSource: "data-source.mts",
  },
  "entities by a pattern, which TypeORM imports": {
    files: {
      ...esm,
      "data-source.ts": sourceOf("", `[import.meta.dirname + "/entity/*.ts"]`),
      "entity/user.ts": user,
    },
    dataSource: "data-source.ts",
  },
  "entities by EntitySchema, in JavaScript": {
    files: {
      "package.json": "{}",
      "data-source.js": `const { DataSource, EntitySchema } = require("typeorm");
const User = new EntitySchema({ name: "User", tableName: "users", columns: { id: { type: Number, primary: true, generated: true }, name: { type: String } } });
module.exports = new DataSource({ type: "better-sqlite3", database: "app.sqlite", entities: [User] });
`,
    },
    dataSource: "data-source.js",
  },
  "a package of a monorepo, in TypeScript, reached by its name": {
    files: {
      ...esm,
      "packages/entities/package.json": `{ "name": "@acme/entities", "type": "module", "exports": "./src/index.ts" }`,
      "packages/entities/src/index.ts": `export { User } from "./user.js";\n`,
      "packages/entities/src/user.ts": user,
      "apps/api/package.json": `{ "name": "@acme/api", "type": "module" }`,
      "apps/api/tsconfig.json": `{ "extends": "../../tsconfig.json" }`,
      "apps/api/data-source.ts": sourceOf(`import { User } from "@acme/entities";\n`, "[User]"),
    },
    dataSource: "apps/api/data-source.ts",
    links: { "@acme/entities": "packages/entities" },
  },
  "NestJS: options from @nestjs/config, shared by the module and a data source file": {
    files: {
      ...commonjs,
      ".env": "DATABASE_FILE=from-env.sqlite\n",
      "src/user.entity.ts": user,
      "src/typeorm.options.ts": `import { ConfigService } from "@nestjs/config";
import type { DataSourceOptions } from "typeorm";
export const typeormOptions = (config: ConfigService): DataSourceOptions => ({
  type: "better-sqlite3",
  database: config.getOrThrow<string>("DATABASE_FILE"),
  entities: [__dirname + "/**/*.entity{.ts,.js}"],
});
`,
      "src/app.module.ts": `import { Module } from "@nestjs/common";
import { ConfigModule, ConfigService } from "@nestjs/config";
import { TypeOrmModule } from "@nestjs/typeorm";
import { typeormOptions } from "./typeorm.options";
@Module({ imports: [ConfigModule.forRoot(), TypeOrmModule.forRootAsync({ imports: [ConfigModule], inject: [ConfigService], useFactory: typeormOptions })] })
export class AppModule {}
`,
      "src/data-source.ts": `import { ConfigModule, ConfigService } from "@nestjs/config";
import { DataSource } from "typeorm";
import { typeormOptions } from "./typeorm.options";
export default ConfigModule.forRoot() && new DataSource(typeormOptions(new ConfigService()));
`,
    },
    dataSource: "src/data-source.ts",
  },
  "an .env file, which the data source reads by dotenv": {
    files: {
      ...esm,
      ".env": "DATABASE_FILE=from-env.sqlite\n",
      "data-source.ts": sourceOf(
        `import "dotenv/config";\nimport { User } from "./user.js";\n`,
        "[User]",
        `process.env.DATABASE_FILE ?? ""`,
      ),
      "user.ts": user,
    },
    dataSource: "data-source.ts",
  },
  "one of several data sources, by name, as a promise": {
    files: {
      ...esm,
      "data-source.ts": `import { DataSource } from "typeorm"; import { User } from "./user.js";
export const other = new DataSource({ type: "better-sqlite3", database: "other.sqlite" });
export const main = Promise.resolve(new DataSource({ type: "better-sqlite3", database: "app.sqlite", entities: [User] }));
`,
      "user.ts": user,
    },
    dataSource: "data-source.ts#main",
  },
};

before(async function () {
  this.timeout(180_000);
  await buildIfOlder(root);
});

async function link({ folder }: CommandLine, links: Project["links"] = {}): Promise<void> {
  for (const [name, target] of Object.entries(links)) {
    await mkdir(join(folder, "node_modules", name, ".."), { recursive: true });
    await symlink(join(folder, target), join(folder, "node_modules", name));
  }
}

async function succeed(cli: CommandLine, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cli.athanor(...args);
  expect(code, `athanor ${args.join(" ")}\n${stdout}${stderr}`).to.equal(0);
  return stdout;
}

describe("a project as it is", () => {
  for (const [kind, { files, dataSource, links }] of Object.entries(projects)) {
    it(`is loaded: ${kind}`, () =>
      withCommandLine(files, async (cli) => {
        await link(cli, links);
        expect(await succeed(cli, "diff", "-d", dataSource)).to.contain('create table "users"');
      })).timeout(60_000);
  }
});

const revision = `import type { Operations } from "athanor";
export const revision = "aaaa";
export const downRevision = null;
export const branchLabels: string[] = [];
export const dependsOn: string[] = [];
export async function upgrade(op: Operations): Promise<void> {
  await op.createTable("users", {
    columns: [
      { name: "id", type: "integer", generated: "increment" },
      { name: "name", type: "varchar" },
    ],
    primaryKey: { columns: ["id"] },
  });
}
export async function downgrade(op: Operations): Promise<void> {
  await op.dropTable("users");
}
`;

const environment = `import { defineEnvironment } from "athanor";
import { typeorm } from "athanor/typeorm";
import dataSource from "../data-source.js";
export default defineEnvironment({ databases: typeorm(dataSource) });
`;

/** As \`tsc\` writes it. */
function compiled(text: string, module: ts.ModuleKind): string {
  const options = { ...compiler, module, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(text, { compilerOptions: options }).outputText;
}

/** Nothing of a compiler's is at hand in production. */
const withoutTypeScript = `const Module = require("node:module");
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  if (/^(typescript|ts-node|ts-morph|tsx)(\\/|$)/.test(request)) throw new Error(request + " is not installed");
  return resolve.call(this, request, ...rest);
};
`;

function production(module: ts.ModuleKind, revisionFile: string, text: string) {
  const isEsm = module === ts.ModuleKind.ESNext;
  const source = sourceOf(`import { User } from "./user.js";\n`, "[User]");
  return {
    "package.json": isEsm ? `{ "type": "module" }` : "{}",
    "athanor.config.json": `{ "scriptLocation": "dist/migrations" }`,
    "without-typescript.cjs": withoutTypeScript,
    "dist/data-source.js": compiled(source, module),
    "dist/user.js": compiled(user, module),
    "dist/migrations/env.js": compiled(environment, module),
    [`dist/migrations/versions/${revisionFile}`]: text,
  };
}

describe("a compiled project in production, without TypeScript", () => {
  for (const [kind, module] of [
    ["CommonJS", ts.ModuleKind.CommonJS],
    ["ES modules", ts.ModuleKind.ESNext],
  ] as const) {
    for (const [what, file, text] of [
      ["compiled revisions", "aaaa_users.js", compiled(revision, module)],
      ["revisions as they were written", "aaaa_users.ts", revision],
    ] as const) {
      it(`is upgraded, checked and taken back: ${kind}, ${what}`, () =>
        withCommandLine(production(module, file, text), async (cli) => {
          const bare = { NODE_OPTIONS: `--require ${join(cli.folder, "without-typescript.cjs")}` };
          for (const args of [["upgrade", "head"], ["check"], ["current"], ["downgrade", "-1"]]) {
            const { code, stdout, stderr } = await cli.athanorWith(bare, ...args);
            expect(code, `athanor ${args.join(" ")}\n${stdout}${stderr}`).to.equal(0);
          }
        })).timeout(120_000);
    }
  }
});
