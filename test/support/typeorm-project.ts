import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { DataSource, type DataSourceOptions } from "typeorm";
import { typeorm } from "../../plugin/typeorm/index.js";
import type { Connection } from "../../src/plugin/connection.js";
import { createLoader } from "../../src/loading/load-module.js";
import type { Schema } from "../../src/schema/schema.js";
import { withCommandLine, type CommandLine, type Ended } from "./command-line.js";
import { normalize } from "./normalize-schema.js";
import { withPostgresDatabase } from "./postgres.js";
import type { Product } from "./versioned-entities.js";

/** A project that TypeORM's own migrations have brought to where it is, on a database that they ran on. */
export type TypeormProject = CommandLine & {
  /** The database that TypeORM's migrations ran on, as the project's variables name it. */
  readonly used: string;
  /** Another database of the same product, with nothing in it. */
  readonly fresh: string;
  /** Runs the command line on one of the databases. */
  readonly on: (database: string, ...args: readonly string[]) => Promise<Ended>;
  readonly query: (database: string, sql: string) => ReturnType<Connection["query"]>;
  /** What the database holds, without what Athanor and TypeORM keep for themselves. */
  readonly schemaOf: (database: string) => Promise<Schema>;
  /** Lets TypeORM's own runner run these migrations of `src/migrations`. */
  readonly runWithTypeorm: (database: string, names: readonly string[]) => Promise<void>;
  /** Lets TypeORM's own runner run these files, and undo them. */
  readonly runFiles: (database: string, paths: readonly string[]) => Promise<void>;
  readonly undoFiles: (database: string, paths: readonly string[]) => Promise<void>;
};

/** The names of the migrations, in order. */
export const migrationNames = [
  "CreateAll1700000000000",
  "AddRoles1700000100000",
  "LongerTitles1700000200000",
  "IndexByHand1700000300000",
  "CountPosts1700000400000",
] as const;

type Settings = { readonly type?: "module"; readonly migrationsTableName?: string };

/** Runs `use` with a project of entities, and of migrations that TypeORM generated and people wrote. */
export function withTypeormProject(
  product: Product,
  use: (project: TypeormProject) => Promise<void>,
  settings: Settings = { type: "module" },
): Promise<void> {
  return withDatabases(product, (used, fresh, optionsOf) =>
    withCommandLine(filesOf(product, settings), async (cli) => {
      const optionsIn = (database: string) => inside(cli.folder, optionsOf(database));
      await writeMigrations(cli, optionsIn(fresh), settings);
      const project: TypeormProject = {
        ...cli,
        used,
        fresh,
        on: (database, ...args) => cli.athanorWith({ APP_DATABASE: database }, ...args),
        query: (database, sql) => withDatabase(optionsIn(database), ({ query }) => query(sql)),
        schemaOf: (database) => withDatabase(optionsIn(database), readSchema),
        runWithTypeorm: (database, names) =>
          runMigrations(cli, optionsIn(database), settings, names.map(pathOf)),
        runFiles: (database, paths) => runMigrations(cli, optionsIn(database), settings, paths),
        undoFiles: (database, paths) =>
          runMigrations(cli, optionsIn(database), settings, paths, "undo"),
      };
      await project.runWithTypeorm(used, migrationNames);
      await use(project);
    }),
  );
}

function withDatabases(
  product: Product,
  use: (used: string, fresh: string, options: (name: string) => DataSourceOptions) => Promise<void>,
): Promise<void> {
  if (product === "better-sqlite3") {
    return use("used.sqlite", "fresh.sqlite", (database) => ({ type: product, database }));
  }
  return withPostgresDatabase((first) =>
    withPostgresDatabase(({ database, user, ...server }) => {
      process.env["APP_HOST"] = server.host;
      process.env["APP_PORT"] = String(server.port);
      return use(first.database, database, (name) => ({
        ...{ type: "postgres", username: user, ...server, database: name },
      }));
    }),
  );
}

function inside(folder: string, options: DataSourceOptions): DataSourceOptions {
  return options.type === "better-sqlite3"
    ? { ...options, database: join(folder, options.database) }
    : options;
}

const tsconfig = JSON.stringify({
  compilerOptions: {
    target: "ES2022",
    module: "NodeNext",
    strict: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    skipLibCheck: true,
  },
});

function filesOf(product: Product, settings: Settings): Readonly<Record<string, string>> {
  const { type } = settings;
  const entities = (name: string) => (type === "module" ? `./${name}.js` : `./${name}`);
  return {
    "package.json": JSON.stringify({ name: "application", type }),
    "tsconfig.json": tsconfig,
    "src/before.ts": before,
    "src/entities.ts": after,
    "src/data-source.ts": `import "reflect-metadata";
import { DataSource } from "typeorm";
import { Post, UserNames, Role, User } from "${entities("entities")}";

export const dataSource = new DataSource({
  ${connectionText(product)},
  entities: [User, Post, Role, UserNames],
  migrations: ["src/migrations/*.ts"],
  migrationsTransactionMode: "each",${tableText(settings)}
});
`,
  };
}

function tableText({ migrationsTableName }: Settings): string {
  return migrationsTableName === undefined
    ? ""
    : `\n  migrationsTableName: ${JSON.stringify(migrationsTableName)},`;
}

function connectionText(product: Product): string {
  return product === "better-sqlite3"
    ? `type: "better-sqlite3",
  database: process.env.APP_DATABASE ?? "app.sqlite"`
    : `type: "postgres",
  host: process.env.APP_HOST ?? "127.0.0.1",
  port: Number(process.env.APP_PORT),
  username: "postgres",
  password: "secret",
  database: process.env.APP_DATABASE ?? "postgres"`;
}

const imports = `import { Check, Column, Entity, Index, ManyToOne, OneToMany, PrimaryGeneratedColumn, Unique, ViewColumn, ViewEntity } from "typeorm";
`;

const user = `
@Entity("users")
@Unique(["email"])
export class User {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 100 })
  email!: string;

  @Column({ type: "text", nullable: true })
  bio!: string | null;

  @OneToMany(() => Post, (post) => post.author)
  posts!: Post[];
}
`;

const view = `
@ViewEntity({ name: "user_names", expression: \`SELECT "id", "email" AS "name" FROM "users"\` })
export class UserNames {
  @ViewColumn()
  id!: number;

  @ViewColumn()
  name!: string;
}
`;

const before = `${imports}${user}
@Entity("posts")
export class Post {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 50 })
  title!: string;

  @Index()
  @ManyToOne(() => User, (author) => author.posts, { nullable: false, onDelete: "CASCADE" })
  author!: User;
}
${view}
export const all = [User, Post, UserNames];
`;

const after = `${imports}${user}
@Entity("posts")
@Check("posts_level", '"level" >= 0')
export class Post {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 50 })
  title!: string;

  @Column({ default: 0 })
  level!: number;

  @Column({ type: "varchar", length: 20, default: "draft" })
  state!: string;

  @Column({ nullable: true })
  position!: number;

  @Index()
  @ManyToOne(() => User, (author) => author.posts, { nullable: false, onDelete: "CASCADE" })
  author!: User;
}

@Entity("roles")
export class Role {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 30 })
  name!: string;
}
${view}
export const all = [User, Post, Role, UserNames];
`;

const written: Readonly<Record<string, string>> = {
  "1700000100000-AddRoles.ts": `import { Table, type MigrationInterface, type QueryRunner } from "typeorm";

export class AddRoles1700000100000 implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {
    const id = { name: "id", type: "integer", isPrimary: true, isGenerated: true, generationStrategy: "increment" as const };
    const name = { name: "name", type: "varchar", length: "30" };
    await queryRunner.createTable(new Table({ name: "roles", columns: [id, name] }));
    const rows = [{ name: "admin" }, { name: "editor" }];
    await queryRunner.manager.createQueryBuilder().insert().into("roles", ["name"]).values(rows).execute();
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable("roles");
  }
}
`,
  "1700000300000-IndexByHand.ts": `import type { MigrationInterface, QueryRunner } from "typeorm";

export class IndexByHand1700000300000 implements MigrationInterface {
  transaction = false;

  public async up(queryRunner: QueryRunner): Promise<void> {
    const concurrently = queryRunner.manager.connection.options.type === "postgres" ? "CONCURRENTLY " : "";
    await queryRunner.query(\`CREATE INDEX \${concurrently}"users_by_hand" ON "users" ("bio", "email")\`);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "users_by_hand"');
  }
}
`,
  "1700000400000-CountPosts.ts": `import type { MigrationInterface, QueryRunner } from "typeorm";

export default class CountPosts1700000400000 implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE TABLE "counts" ("name" varchar(20) NOT NULL, "n" integer NOT NULL)');
    await queryRunner.commitTransaction();
    await queryRunner.startTransaction();
    await queryRunner.query(\`INSERT INTO "counts" ("name", "n") SELECT 'posts', count(*) FROM "posts"\`);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "counts"');
  }
}
`,
};

/** Those that people wrote, and those that TypeORM generates from the entities before and after, on an empty database. */
async function writeMigrations(
  cli: CommandLine,
  options: DataSourceOptions,
  settings: Settings,
): Promise<void> {
  for (const [name, text] of Object.entries(written))
    await cli.write(`src/migrations/${name}`, text);
  await generate(cli, options, "before", "CreateAll1700000000000");
  const first = migrationNames.slice(0, 2);
  await runMigrations(cli, options, settings, first.map(pathOf));
  await generate(cli, options, "entities", "LongerTitles1700000200000");
  await emptyDatabase(options);
  await rm(join(cli.folder, "src/before.ts"));
}

async function emptyDatabase(options: DataSourceOptions): Promise<void> {
  const dataSource = await new DataSource(options).initialize();
  if (options.type === "postgres") {
    await dataSource.query("DROP SCHEMA public CASCADE");
    await dataSource.query("CREATE SCHEMA public");
  }
  await dataSource.destroy();
  if (options.type === "better-sqlite3") await rm(options.database);
}

async function generate(
  { folder, write }: CommandLine,
  options: DataSourceOptions,
  file: string,
  name: string,
): Promise<void> {
  const { all } = await createLoader({ root: folder }).load(`src/${file}.ts`);
  const dataSource = new DataSource({ ...options, entities: all as (() => void)[] });
  await dataSource.initialize();
  const { upQueries, downQueries } = await dataSource.driver.createSchemaBuilder().log();
  await dataSource.destroy();
  const lines = (queries: typeof upQueries) =>
    queries
      .map(({ query, parameters = [] }) => {
        const values = parameters.length === 0 ? "" : `, ${JSON.stringify(parameters)}`;
        return `        await queryRunner.query(\`${query.replaceAll("`", "\\`")}\`${values});`;
      })
      .join("\n");
  const text = `import { MigrationInterface, QueryRunner } from "typeorm";

export class ${name} implements MigrationInterface {
    name = '${name}'

    public async up(queryRunner: QueryRunner): Promise<void> {
${lines(upQueries)}
    }

    public async down(queryRunner: QueryRunner): Promise<void> {
${lines(downQueries.toReversed())}
    }
}
`;
  await write(`src/migrations/${name.slice(-13)}-${name.slice(0, -13)}.ts`, text);
}

type MigrationClass = new () => { up(): Promise<void> };

const pathOf = (name: string): string =>
  `src/migrations/${name.slice(-13)}-${name.slice(0, -13)}.ts`;

async function runMigrations(
  { folder }: CommandLine,
  options: DataSourceOptions,
  { migrationsTableName }: Settings,
  paths: readonly string[],
  direction: "run" | "undo" = "run",
): Promise<void> {
  const loader = createLoader({ root: folder });
  const modules = await Promise.all(paths.map((path) => loader.load(path)));
  const { all } = await loader.load("src/entities.ts");
  const dataSource = new DataSource({
    ...options,
    entities: all as (() => void)[],
    migrations: modules.flatMap((held) => Object.values(held)) as MigrationClass[],
    ...(migrationsTableName === undefined ? {} : { migrationsTableName }),
  });
  await dataSource.initialize();
  if (direction === "run") await dataSource.runMigrations({ transaction: "each" });
  else await undoAll(dataSource, paths.length);
  await dataSource.destroy();
}

async function undoAll(dataSource: DataSource, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) {
    await dataSource.undoLastMigration({ transaction: "each" });
  }
}

async function withDatabase<Result>(
  options: DataSourceOptions,
  use: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const database = typeorm(new DataSource(options));
  const connection = await database.connect();
  try {
    return await use(connection);
  } finally {
    await connection.close();
    await database.close();
  }
}

const kept = /^(?:athanor_|typeorm_|migrations$|our_migrations$)/;

async function readSchema(connection: Connection): Promise<Schema> {
  const { postgres } = await import("../../plugin/postgres/index.js");
  const { sqlite } = await import("../../plugin/sqlite/index.js");
  const dialect = connection.dialect === "postgres" ? postgres : sqlite;
  const server = await dialect.catalog.server(connection);
  const schema = normalize(await dialect.catalog.inspect(connection, server, {}));
  const own = ({ name }: { readonly name: string }): boolean => !kept.test(name);
  return {
    ...schema,
    tables: schema.tables.filter(own),
    sequences: schema.sequences.filter(own),
  };
}

export const readText = (cli: CommandLine, path: string): Promise<string> =>
  readFile(join(cli.folder, path), "utf8");
