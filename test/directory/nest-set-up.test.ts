import * as fileSystem from "node:fs/promises";
import { relative } from "node:path";
import { expect } from "chai";
import { findNestDataSource } from "../../src/directory/nest-set-up.js";
import { withProject, type Files } from "../support/project.js";

const moduleText = (
  imports: string,
  call: string,
): string => `import { Module } from "@nestjs/common";
import { TypeOrmModule } from "@nestjs/typeorm";
${imports}

@Module({ imports: [${call}] })
export class AppModule {}
`;

const entity = { "src/users/user.entity.ts": "export {};" };
const found = (files: Files) =>
  withProject({ "package.json": "{}", ...files }, async (root) => {
    const { path = "", text = "", exportName } = (await findNestDataSource(root, fileSystem)) ?? {};
    return { path: relative(root, path), text, exportName };
  });

describe("findNestDataSource", () => {
  it("writes the object that forRoot is given, without the options of Nest's module", async () => {
    const call = `TypeOrmModule.forRoot({
      type: "postgres",
      url: process.env.DATABASE_URL,
      autoLoadEntities: true,
      retryAttempts: 3,
    })`;
    const { path, text, exportName } = await found({
      ...entity,
      "src/app.module.ts": moduleText("", call),
    });
    expect([path, exportName]).to.deep.equal(["src/data-source.ts", "dataSource"]);
    expect(text).to.equal(`import { DataSource } from "typeorm";

/** The application's database, for Athanor and for TypeORM's command line. It repeats TypeOrmModule.forRoot of app.module.ts. Change both together, or call TypeOrmModule.forRoot(dataSource.options) there. */
export const dataSource = new DataSource({
  type: "postgres",
  url: process.env.DATABASE_URL,
  entities: [__dirname + "/**/*.entity{.ts,.js}"],
});
`);
  });

  it("keeps the entities that are listed, with their imports", async () => {
    const { text } = await found({
      "src/app.module.ts": moduleText(
        `import { User, Post as Article } from "./entities";\nimport { Other } from "./other";`,
        `TypeOrmModule.forRoot({ type: "postgres", entities: [User, Article] })`,
      ),
    });
    expect(text).to.include(`import { User, Post as Article } from "./entities";`);
    expect(text).to.include("entities: [User, Article],").and.not.to.include("Other");
  });

  it("brings the constants along that the options name, and what these need", async () => {
    const { text } = await found({
      "src/app.module.ts": moduleText(
        `import * as dotenv from "dotenv";\nimport { port } from "./port";\ndotenv.config();\nconst host = "db";\nexport const address = { host, port };`,
        `TypeOrmModule.forRoot({ type: "postgres", ...address })`,
      ),
    });
    expect(text).to.include(`import * as dotenv from "dotenv";`);
    expect(text).to.include("dotenv.config();");
    expect(text).to.include(`import { port } from "./port";`);
    expect(text).to.include(`const host = "db";\nconst address = { host, port };`);
    expect(text).to.include("...address").and.to.include("} as DataSourceOptions);");
  });

  it("spreads options that stand in another file", async () => {
    const { text } = await found({
      "src/app.module.ts": moduleText(
        `import { ormOptions } from "./orm-options";`,
        `TypeOrmModule.forRoot(ormOptions)`,
      ),
    });
    expect(text).to.include(`import { ormOptions } from "./orm-options";`);
    expect(text).to.include("...(ormOptions as DataSourceOptions),");
  });

  it("lets Nest give the factory of forRootAsync what it injects", async () => {
    const { text, exportName } = await found({
      ...entity,
      "src/app.module.ts": moduleText(
        `import { ConfigModule, ConfigService } from "@nestjs/config";`,
        `ConfigModule.forRoot({ isGlobal: true }), TypeOrmModule.forRootAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({ type: "postgres", url: config.get("DATABASE_URL") }),
    })`,
      ),
    });
    expect(exportName).to.equal("default");
    expect(text).to.include(`import { ConfigModule, ConfigService } from "@nestjs/config";`);
    expect(text).to.include("imports: [ConfigModule.forRoot({ isGlobal: true })],");
    expect(text).to.include(
      `{ provide: "options of TypeORM", inject: [ConfigService], useFactory:`,
    );
  });

  it("asks the class that forRootAsync names for the options", async () => {
    const { text } = await found({
      "src/app.module.ts": moduleText(
        `import { OrmConfig } from "./orm-config";`,
        `TypeOrmModule.forRootAsync({ useClass: OrmConfig })`,
      ),
    });
    expect(text).to.include(`{ provide: "options of TypeORM", useClass: OrmConfig }`);
    expect(text).to.include(".createTypeOrmOptions()");
  });

  it("finds nothing where no module sets TypeORM up", async () => {
    expect((await found({ "src/app.module.ts": moduleText("", "") })).exportName).to.equal(
      undefined,
    );
  });

  it("refuses to choose between two databases, and names both places", () =>
    withProject(
      {
        "src/a.module.ts": moduleText("", `TypeOrmModule.forRoot({ type: "postgres" })`),
        "src/b.module.ts": moduleText("", `TypeOrmModule.forRoot({ type: "sqlite", name: "b" })`),
      },
      async (root) => {
        const failure = await findNestDataSource(root, fileSystem).catch((error: unknown) => error);
        expect(failure).to.include({ code: "AMBIGUOUS_DATA_SOURCE" });
        expect((failure as Error).message).to.include("src/a.module.ts:5, src/b.module.ts:5");
      },
    ));
});
