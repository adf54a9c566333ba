import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import Database from "better-sqlite3";
import { expect } from "chai";
import { init } from "../../src/action/init.js";
import type { OnMigrations, PriorMigrations } from "../../src/adopt/prior-migrations.js";
import { dataSourceText, withCommandLine, type CommandLine } from "../support/command-line.js";
import { buildIfOlder } from "../support/walk-through.js";

const root = resolve(import.meta.dirname, "../..");
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const compilerOptions = {
  target: "ES2022",
  module: "CommonJS",
  outDir: "./dist",
  esModuleInterop: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};

const entity = `import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("users")
export class User {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column()
  name!: string;
}
`;

/** A project as Nest's own command line begins it, with TypeORM set up in its module. */
const nest = (typeorm: string) => ({
  "package.json": json({ dependencies: { "@nestjs/core": "11", "@nestjs/config": "4" } }),
  "tsconfig.json": json({ compilerOptions }),
  "tsconfig.build.json": json({
    extends: "./tsconfig.json",
    exclude: ["node_modules", "test", "dist", "**/*spec.ts"],
  }),
  ".env": "DATABASE_FILE=shop.sqlite\n",
  "src/users/user.entity.ts": entity,
  "src/app.module.ts": `import { Module } from "@nestjs/common";
import { ConfigModule, ConfigService } from "@nestjs/config";
import { TypeOrmModule } from "@nestjs/typeorm";

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true }),
    ${typeorm},
  ],
})
export class AppModule {}
`,
});

const setUps: readonly (readonly [method: string, call: string])[] = [
  [
    "forRoot",
    `TypeOrmModule.forRoot({
      type: "better-sqlite3",
      database: "shop.sqlite",
      autoLoadEntities: true,
      synchronize: true,
    })`,
  ],
  [
    "forRootAsync",
    `TypeOrmModule.forRootAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        type: "better-sqlite3",
        database: config.getOrThrow<string>("DATABASE_FILE"),
        autoLoadEntities: true,
        synchronize: true,
      }),
    })`,
  ],
];

async function succeed(cli: CommandLine, ...args: readonly string[]): Promise<string> {
  const ended = await cli.athanor(...args);
  expect(ended.code, `${args.join(" ")}\n${ended.stderr}${ended.stdout}`).to.equal(0);
  return ended.stdout;
}

const migration = `import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateUsers1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE "users" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "users"');
  }
}
`;

const withMigration = {
  "package.json": `{ "type": "module" }`,
  "tsconfig.json": json({
    compilerOptions: { ...compilerOptions, module: "NodeNext", outDir: undefined },
  }),
  "src/data-source.ts": dataSourceText(
    "@Column() name!: string;",
    `database: "app.sqlite", migrations: ["src/migrations/*.ts"]`,
  ),
  "src/migrations/1700000000000-CreateUsers.ts": migration,
};

describe("init", () => {
  before(async function () {
    this.timeout(180_000);
    await buildIfOlder(root);
  });

  describe("in a project of NestJS", () => {
    for (const [method, call] of setUps) {
      it(`reaches head from ${method} alone, without a data source of the project's own`, () =>
        withCommandLine(nest(call), async (cli) => {
          await succeed(cli, "init");
          await succeed(cli, "revision", "--autogenerate", "-m", "create users");
          await succeed(cli, "upgrade", "head");
          await succeed(cli, "check");
          expect(await cli.files()).to.include.members(["src/data-source.ts", "shop.sqlite"]);
        })).timeout(120_000);

      it(`says that ${method} synchronizes, with the file and the line to change`, () =>
        withCommandLine(nest(call), async (cli) => {
          const { notes } = JSON.parse(await succeed(cli, "init", "--json"));
          expect(notes).to.satisfy((all: readonly string[]) =>
            all.some((note) =>
              /^src\/app\.module\.ts:\d+ sets synchronize\. .+Change the line to: synchronize: false,$/.test(
                note,
              ),
            ),
          );
        })).timeout(120_000);
    }

    it("keeps its files out of nest build, and says so", () =>
      withCommandLine(nest(setUps[0]?.[1] ?? ""), async (cli) => {
        const said = await succeed(cli, "init");
        expect(said).to.include(
          `Changed tsconfig.build.json: "exclude" has "athanor.config.ts" and "migrations" now`,
        );
        const { exclude } = JSON.parse(
          await readFile(join(cli.folder, "tsconfig.build.json"), "utf8"),
        );
        expect(exclude).to.include.members(["dist", "athanor.config.ts", "migrations"]);
      })).timeout(120_000);

    it("puts everything back where it fails behind the last file", () =>
      withCommandLine(nest(setUps[1]?.[1] ?? ""), async (cli) => {
        await cli.write(".env", "DATABASE_FILE=nowhere/at/all.sqlite\n");
        const text = await readFile(join(cli.folder, "tsconfig.build.json"), "utf8");
        const before = await cli.files();
        await cli.write("nowhere", "A file, and no folder.");
        const { code } = await cli.athanor("init", "--baseline");
        expect(code).to.equal(1);
        expect(await cli.files()).to.have.members([...before, "nowhere"]);
        expect(await readFile(join(cli.folder, "tsconfig.build.json"), "utf8")).to.equal(text);
      })).timeout(120_000);
  });

  describe("in a project that has migrations of TypeORM", () => {
    it("refuses to ignore them, names the ways, and writes nothing", () =>
      withCommandLine(withMigration, async (cli) => {
        const before = await cli.files();
        const { code, stderr } = await cli.athanor("init");
        expect(code).to.equal(1);
        expect(stderr).to.include("The project has 1 TypeORM migration");
        for (const way of ["--adopt", "--baseline", "--no-adopt"])
          expect(stderr).to.include(`athanor init ${way}`);
        expect(await cli.files()).to.deep.equal(before);
      })).timeout(120_000);

    it("finds those that only the database knows", () =>
      withCommandLine({ "package.json": `{ "type": "module" }` }, async (cli) => {
        const file = join(cli.folder, "app.sqlite");
        await cli.write(
          "data-source.ts",
          dataSourceText("@Column() name!: string;", `database: ${JSON.stringify(file)}`),
        );
        const database = new Database(file);
        database.exec(
          `CREATE TABLE "migrations" ("id" integer PRIMARY KEY, "timestamp" bigint, "name" varchar);
          INSERT INTO "migrations" VALUES (1, 1700000000000, 'CreateUsers1700000000000')`,
        );
        database.close();
        const asked: PriorMigrations[] = [];
        const onMigrations: OnMigrations = async (found) => {
          asked.push(found);
          return "ignore";
        };
        const { revisions } = await init({ cwd: cli.folder, onMigrations });
        expect([asked, revisions]).to.deep.equal([[{ files: 0, rows: 1 }], []]);
      })).timeout(120_000);

    it("makes no database in order to look for them", () =>
      withCommandLine(
        { ...withMigration, "src/migrations/1700000000000-CreateUsers.ts": "export {};" },
        async (cli) => {
          await succeed(cli, "init");
          expect(await cli.files()).not.to.include("app.sqlite");
        },
      )).timeout(120_000);

    it("leaves them aside with --no-adopt", () =>
      withCommandLine(withMigration, async (cli) => {
        const { revisions } = JSON.parse(await succeed(cli, "init", "--no-adopt", "--json"));
        expect(revisions).to.deep.equal([]);
      })).timeout(120_000);
  });

  it("says which configuration would compile its files, and what to add, where it does not change it", () =>
    withCommandLine(
      {
        "package.json": "{}",
        "tsconfig.json": json({ compilerOptions }),
        "src/data-source.ts": dataSourceText("@Column() name!: string;"),
      },
      async (cli) => {
        const { notes, changed } = JSON.parse(await succeed(cli, "init", "--json"));
        expect(changed).to.deep.equal([]);
        expect(notes.join("\n")).to.include(
          `tsconfig.json compiles Athanor's files with the application`,
        );
        expect(notes.join("\n")).to.include(`Add "athanor.config.ts", "migrations" to "exclude"`);
      },
    )).timeout(120_000);
});
