// A team that has lived with TypeORM's migrations: an Express application with fifteen of them, taken over by Athanor, and back.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeFiles } from "./write-files.js";

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** What each migration does, and what undoes it. */
const migrations = [
  [
    "CreateUsers",
    `CREATE TABLE "users" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar(50) NOT NULL)`,
    `DROP TABLE "users"`,
  ],
  [
    "AddEmail",
    `ALTER TABLE "users" ADD COLUMN "email" varchar`,
    `ALTER TABLE "users" DROP COLUMN "email"`,
  ],
  ["IndexEmail", `CREATE INDEX "users_email" ON "users" ("email")`, `DROP INDEX "users_email"`],
  [
    "CreatePosts",
    `CREATE TABLE "posts" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "title" varchar(80) NOT NULL, "authorId" integer, CONSTRAINT "posts_author" FOREIGN KEY ("authorId") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE NO ACTION)`,
    `DROP TABLE "posts"`,
  ],
  [
    "AddBody",
    `ALTER TABLE "posts" ADD COLUMN "body" text`,
    `ALTER TABLE "posts" DROP COLUMN "body"`,
  ],
  ["IndexTitle", `CREATE INDEX "posts_title" ON "posts" ("title")`, `DROP INDEX "posts_title"`],
  [
    "CreateTags",
    `CREATE TABLE "tags" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "label" varchar(20) NOT NULL)`,
    `DROP TABLE "tags"`,
  ],
  [
    "UniqueLabel",
    `CREATE UNIQUE INDEX "tags_label" ON "tags" ("label")`,
    `DROP INDEX "tags_label"`,
  ],
  [
    "AddColour",
    `ALTER TABLE "tags" ADD COLUMN "colour" varchar NOT NULL DEFAULT ('grey')`,
    `ALTER TABLE "tags" DROP COLUMN "colour"`,
  ],
  [
    "AddActive",
    `ALTER TABLE "users" ADD COLUMN "active" boolean NOT NULL DEFAULT (1)`,
    `ALTER TABLE "users" DROP COLUMN "active"`,
  ],
  [
    "CreateComments",
    `CREATE TABLE "comments" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "text" text NOT NULL)`,
    `DROP TABLE "comments"`,
  ],
  [
    "IndexComments",
    `CREATE INDEX "comments_text" ON "comments" ("text")`,
    `DROP INDEX "comments_text"`,
  ],
  [
    "AddViews",
    `ALTER TABLE "posts" ADD COLUMN "views" integer NOT NULL DEFAULT (0)`,
    `ALTER TABLE "posts" DROP COLUMN "views"`,
  ],
  [
    "SeedTags",
    `INSERT INTO "tags" ("label") VALUES ('news'), ('tips')`,
    `DELETE FROM "tags" WHERE "label" IN ('news', 'tips')`,
  ],
  [
    "CreateAudit",
    `CREATE TABLE "audit" ("at" text NOT NULL, "what" text NOT NULL)`,
    `DROP TABLE "audit"`,
  ],
];

const migrationText = (
  name,
  up,
  down,
) => `import { MigrationInterface, QueryRunner } from "typeorm";

export class ${name} implements MigrationInterface {
  name = "${name}";

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`${up}\`);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`${down}\`);
  }
}
`;

const files = {
  "package.json": json({ name: "forum", private: true }),
  "tsconfig.json": json({
    compilerOptions: {
      target: "es2022",
      module: "commonjs",
      esModuleInterop: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      strict: true,
      strictPropertyInitialization: false,
      skipLibCheck: true,
      outDir: "dist",
    },
    include: ["src"],
  }),
  "src/entity/user.ts": `import { Column, Entity, Index, OneToMany, PrimaryGeneratedColumn } from "typeorm";
import { Post } from "./post";

@Entity("users")
export class User {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ length: 50 })
  name: string;

  @Index("users_email")
  @Column({ type: "varchar", nullable: true })
  email: string | null;

  @Column({ default: true })
  active: boolean;

  @OneToMany(() => Post, (post) => post.author)
  posts: Post[];
}
`,
  "src/entity/post.ts": `import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from "typeorm";
import { User } from "./user";

@Entity("posts")
export class Post {
  @PrimaryGeneratedColumn()
  id: number;

  @Index("posts_title")
  @Column({ length: 80 })
  title: string;

  @ManyToOne(() => User, (author) => author.posts, { onDelete: "CASCADE" })
  @JoinColumn({ foreignKeyConstraintName: "posts_author" })
  author: User;

  @Column({ type: "text", nullable: true })
  body: string | null;

  @Column({ default: 0 })
  views: number;
}
`,
  "src/entity/tag.ts": `import { Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";

@Entity("tags")
export class Tag {
  @PrimaryGeneratedColumn()
  id: number;

  @Index("tags_label", { unique: true })
  @Column({ length: 20 })
  label: string;

  @Column({ default: "grey" })
  colour: string;
}
`,
  "src/entity/comment.ts": `import { Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";

@Entity("comments")
export class Comment {
  @PrimaryGeneratedColumn()
  id: number;

  @Index("comments_text")
  @Column("text")
  text: string;
}
`,
  "src/data-source.ts": `import "reflect-metadata";
import { DataSource } from "typeorm";

export const AppDataSource = new DataSource({
  type: "better-sqlite3",
  database: process.env.DATABASE_FILE ?? "forum.sqlite",
  entities: [__dirname + "/entity/*.{ts,js}"],
  migrations: [__dirname + "/migrations/*.{ts,js}"],
});
`,
  "src/main.ts": `import express from "express";
import type { AddressInfo } from "node:net";
import { AppDataSource } from "./data-source";
import { Tag } from "./entity/tag";

async function main(): Promise<void> {
  await AppDataSource.initialize();
  const app = express();
  app.get("/tags", async (_request, response) => {
    response.json(await AppDataSource.getRepository(Tag).find());
  });
  const server = app.listen(0, "127.0.0.1", async () => {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(\`http://127.0.0.1:\${port}/tags\`);
    console.log(await answer.text());
    server.close();
  });
}

void main();
`,
  ...Object.fromEntries(
    migrations.map(([word, up, down], at) => {
      const timestamp = 1_700_000_000_000 + at * 100_000;
      const text = migrationText(`${word}${timestamp}`, up, down);
      return [`src/migrations/${timestamp}-${word}.ts`, text];
    }),
  ),
};

/** Three changes of tables that only the migrations have made. */
const changes = [
  ["user.ts", "length: 50", "length: 120", "longer names"],
  [
    "post.ts",
    `\n  @Column({ type: "text", nullable: true })\n  body: string | null;\n`,
    "",
    "no body",
  ],
  [
    "tag.ts",
    "  colour: string;\n",
    "  colour: string;\n\n  @Column({ default: 0 })\n  rank: number;\n",
    "ranks",
  ],
];

/** Takes such an application over, goes on, and gives its migrations back to TypeORM. */
export function walkExpress({ place, modules, run, step }) {
  writeFiles(place, files);
  symlinkSync(modules, join(place, "node_modules"));
  const quick = { TS_NODE_TRANSPILE_ONLY: "true" };
  const nowhere = { DATABASE_FILE: "no-such-folder/forum.sqlite" };
  const athanor = (args, variables = {}) =>
    run("npx", ["--no-install", "athanor", ...args], place, variables);
  const typeorm = (args, variables = {}) =>
    run(
      "npx",
      ["--no-install", "typeorm-ts-node-commonjs", ...args, "-d", "src/data-source.ts"],
      place,
      { ...quick, ...variables },
    );
  const schemaOf = (file) =>
    JSON.parse(inDatabase(file, `db.prepare(${JSON.stringify(look)}).all()`));
  const inDatabase = (file, expression) =>
    run(
      "node",
      [
        "-e",
        `const db = new (require("better-sqlite3"))(${JSON.stringify(file)}); console.log(JSON.stringify(${expression} ?? null));`,
      ],
      place,
    );
  const runScript = (name) =>
    inDatabase("forum.sqlite", `db.exec(require("fs").readFileSync("${name}", "utf8")).open`);
  const states = [];

  step("Express: TypeORM's own CLI runs its fifteen migrations", () => {
    typeorm(["migration:run"]);
  });
  step("Express: init --adopt keeps them, and check is clean", () => {
    athanor(["init", "--adopt"]);
    assert.equal(readdirSync(join(place, "migrations/versions")).length, migrations.length);
    athanor(["check"]);
  });
  step("Express: three changes of its entities become revisions", () => {
    for (const [file, from, to, message] of changes) {
      states.push(schemaOf("forum.sqlite"));
      const path = join(place, "src/entity", file);
      writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
      athanor(["revision", "--autogenerate", "-m", message]);
      athanor(["upgrade", "head", "--allow-destructive"]);
    }
    states.push(schemaOf("forum.sqlite"));
    athanor(["check"]);
  });
  step("Express: scripts down and up are written without a database, and run", () => {
    const down = athanor(["downgrade", "-1", "--sql"], nowhere);
    const up = athanor(["upgrade", "head-1:head", "--sql"], nowhere);
    writeFileSync(join(place, "down.sql"), down);
    writeFileSync(join(place, "up.sql"), up);
    runScript("down.sql");
    assert.deepEqual(schemaOf("forum.sqlite"), states.at(-2));
    runScript("up.sql");
    assert.deepEqual(schemaOf("forum.sqlite"), states.at(-1));
    athanor(["check"]);
  });
  step("Express: TypeORM's own CLI runs what was exported, and undoes it", () => {
    athanor(["export", "typeorm", "-o", "src/migrations"], nowhere);
    assert.equal(readdirSync(join(place, "src/migrations")).length, migrations.length + 3);
    const fresh = { DATABASE_FILE: "fresh.sqlite" };
    typeorm(["migration:run"], fresh);
    assert.deepEqual(schemaOf("fresh.sqlite"), states.at(-1));
    changes.forEach(() => typeorm(["migration:revert"], fresh));
    assert.deepEqual(schemaOf("fresh.sqlite"), states[0]);
    typeorm(["migration:run", "--fake"]);
  });
  step("Express: the application answers from the database it went on with", () => {
    const answer = run("npx", ["--no-install", "ts-node", "src/main.ts"], place, quick);
    assert.deepEqual(
      JSON.parse(answer).map(({ label, rank }) => [label, rank]),
      [
        ["news", 0],
        ["tips", 0],
      ],
    );
  });
}

const look = `SELECT m.name AS "table", c.name, lower(c.type) AS type, c."notnull", c.dflt_value FROM sqlite_schema m, pragma_table_xinfo(m.name) c
WHERE m.type IN ('table', 'index') AND m.name NOT LIKE 'athanor%' AND m.name NOT LIKE 'sqlite%' AND m.name NOT IN ('migrations', 'typeorm_metadata')
ORDER BY m.name, c.name`;
