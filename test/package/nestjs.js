// A NestJS team's way: an application as `nest new` writes it, with TypeORM set up in its module and no data source.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installWithDriver } from "./install.js";
import { writeFiles } from "./write-files.js";

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

const files = {
  "package.json": json({
    name: "shop",
    private: true,
    jest: {
      moduleFileExtensions: ["js", "json", "ts"],
      rootDir: "src",
      testRegex: ".*\\.spec\\.ts$",
      transform: { "^.+\\.(t|j)s$": "ts-jest" },
      testEnvironment: "node",
    },
  }),
  "nest-cli.json": json({
    collection: "@nestjs/schematics",
    sourceRoot: "src",
    compilerOptions: { deleteOutDir: true },
  }),
  "tsconfig.json": json({
    compilerOptions: {
      module: "commonjs",
      declaration: true,
      removeComments: true,
      emitDecoratorMetadata: true,
      experimentalDecorators: true,
      esModuleInterop: true,
      allowSyntheticDefaultImports: true,
      target: "ES2023",
      sourceMap: true,
      outDir: "./dist",
      baseUrl: "./",
      incremental: true,
      skipLibCheck: true,
      strictNullChecks: true,
    },
  }),
  "tsconfig.build.json": json({
    extends: "./tsconfig.json",
    exclude: ["node_modules", "test", "dist", "**/*spec.ts"],
  }),
  ".env": "DATABASE_FILE=shop.sqlite\n",
  "src/users/user.entity.ts": `import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("users")
export class User {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ length: 100 })
  name: string;
}
`,
  "src/users/users.controller.ts": `import { Controller, Get } from "@nestjs/common";
import { InjectRepository } from "@nestjs/typeorm";
import { Repository } from "typeorm";
import { User } from "./user.entity";

@Controller("users")
export class UsersController {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  @Get()
  all(): Promise<User[]> {
    return this.users.find();
  }
}
`,
  "src/users/users.controller.spec.ts": `import { UsersController } from "./users.controller";

describe("UsersController", () => {
  it("gives the users", async () => {
    const controller = new UsersController({ find: async () => [{ id: 1, name: "Ada" }] } as never);
    expect(await controller.all()).toEqual([{ id: 1, name: "Ada" }]);
  });
});
`,
  "src/app.module.ts": `import { Module } from "@nestjs/common";
import { ConfigModule, ConfigService } from "@nestjs/config";
import { TypeOrmModule } from "@nestjs/typeorm";
import { User } from "./users/user.entity";
import { UsersController } from "./users/users.controller";

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true }),
    TypeOrmModule.forRootAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        type: "better-sqlite3",
        database: config.getOrThrow<string>("DATABASE_FILE"),
        autoLoadEntities: true,
      }),
    }),
    TypeOrmModule.forFeature([User]),
  ],
  controllers: [UsersController],
})
export class AppModule {}
`,
  "src/main.ts": `import { NestFactory } from "@nestjs/core";
import { upgrade } from "athanor";
import { AppModule } from "./app.module";

async function bootstrap(): Promise<void> {
  await upgrade();
  const app = await NestFactory.create(AppModule, { logger: ["error"] });
  await app.listen(0, "127.0.0.1");
  const answer = await fetch(\`\${await app.getUrl()}/users\`);
  console.log(await answer.text());
  await app.close();
}

void bootstrap();
`,
};

const dependencies = [
  ...["common", "core", "platform-express", "typeorm"].map((name) => `@nestjs/${name}@11`),
  ...["@nestjs/config@4", "typeorm@0.3", "reflect-metadata@0.2", "rxjs@7"],
  ...["@nestjs/cli@11", "@nestjs/schematics@11", "typescript@5", "jest@30", "ts-jest@29"],
  ...["@types/jest@30", "@types/node@20", "ts-node@10"],
];

/** Writes the application and installs what it depends on. */
export function installNest(place, tarball, run) {
  writeFiles(place, files);
  installWithDriver(place, [tarball, ...dependencies], run);
}

/** Takes it from `init` to an application that upgrades its database when it starts. */
export function walkNest({ place, run, step }) {
  const athanor = (...args) => run("npx", ["athanor", ...args], place);
  const change = (name, from, to) =>
    writeFileSync(join(place, name), readFileSync(join(place, name), "utf8").replace(from, to));

  step(
    "NestJS: init writes the data source that the module describes, and keeps out of the build",
    () => {
      const said = athanor("init");
      assert.match(said, /Wrote src\/data-source\.ts/);
      assert.match(said, /Changed tsconfig\.build\.json/);
    },
  );
  step("NestJS: the first revision is written and applied", () => {
    athanor("revision", "--autogenerate", "-m", "create users");
    athanor("upgrade", "head");
    athanor("check");
  });
  step("NestJS: nest build writes dist/main.js as before", () => {
    run("npx", ["nest", "build"], place);
    assert.ok(existsSync(join(place, "dist/main.js")), "dist/main.js is missing");
    assert.ok(!existsSync(join(place, "dist/src")), "dist/src is there");
  });
  step("NestJS: the application upgrades its database when it starts", () => {
    change(
      "src/users/user.entity.ts",
      "name: string;\n",
      "name: string;\n\n  @Column({ default: 0 })\n  age: number;\n",
    );
    athanor("revision", "--autogenerate", "-m", "ages");
    run("npx", ["nest", "build"], place);
    assert.equal(run("node", ["dist/main.js"], place).trim(), "[]");
    assert.match(athanor("current"), /head/);
    athanor("check");
  });
  step("NestJS: its own jest passes", () => {
    run("npx", ["jest"], place);
  });
}
