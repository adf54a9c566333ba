import { join } from "node:path";
import { expect } from "chai";
import { glob } from "tinyglobby";
import { DataSource } from "typeorm";
import { typeorm } from "../../plugin/typeorm/index.js";
import type { Ask } from "../../src/draft/ask.js";
import { check } from "../../src/action/check.js";
import { current } from "../../src/action/current.js";
import { downgrade } from "../../src/action/downgrade.js";
import type { BaselineChoice, BaselineQuestion } from "../../src/compare/question.js";
import { revision, type RevisionOptions } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { readKnownSchemas } from "../../src/directory/known-schema.js";
import { createLoader } from "../../src/loading/load-module.js";
import type { Schema } from "../../src/schema/schema.js";
import { codeOf } from "../support/code-of.js";
import { normalize } from "../support/normalize-schema.js";
import {
  products,
  withEntities,
  type Application,
  type Product,
} from "../support/versioned-entities.js";
import * as fileSystem from "node:fs/promises";

const both = `
    @Entity("users") class User {
      @PrimaryGeneratedColumn() id!: number;
      @Index() @Column({ length: 50 }) name!: string;
    }
    @Entity("posts") class Post {
      @PrimaryGeneratedColumn() id!: number;
      @ManyToOne(() => User, { nullable: false }) author!: User;
    }`;
const versions = {
  one: `${both}
    const entities = [User, Post];`,
  more: `${both}
    @Entity("tags") class Tag { @PrimaryGeneratedColumn() id!: number; }
    const entities = [User, Post, Tag];`,
};

type Version = keyof typeof versions;

const options = (application: Application, version: Version, more: Partial<RevisionOptions> = {}) =>
  ({ ...application.at(version), message: version, ...more }) satisfies RevisionOptions;

/** A project without a revision, on a database that TypeORM and a person have made. */
const withTables =
  (product: Product, use: (application: Application) => Promise<void>) => (): Promise<void> =>
    withEntities(product, versions, async (application) => {
      const { root, query } = application;
      const loaded = await createLoader({ root }).load("one.ts");
      const dataSource = await (loaded["default"] as DataSource).initialize();
      await dataSource.synchronize();
      await dataSource.destroy();
      await query(`CREATE TABLE "by_hand" ("n" integer)`);
      await query(`CREATE INDEX "users_by_hand" ON "users" ("name", "id")`);
      await query(`INSERT INTO "users" ("name") VALUES ('ada')`);
      await use(application);
    });

async function schemaOf({ options: placed }: Application): Promise<Schema> {
  const database = typeorm(new DataSource(placed));
  const dialect = await database.dialect();
  const connection = await database.connect();
  try {
    const schema = normalize(
      await dialect.catalog.inspect(connection, await dialect.catalog.server(connection), {}),
    );
    const own = ({ name }: { readonly name: string }): boolean => !name.startsWith("athanor_");
    return {
      ...schema,
      tables: schema.tables.filter(own),
      sequences: schema.sequences.filter(own),
    };
  } finally {
    await connection.close();
    await database.close();
  }
}

const filesOf = ({ root }: Application): Promise<readonly string[]> =>
  glob("migrations/**/*", { cwd: root });

/** Somebody who gives this answer, and is asked nothing else. */
function answering(choice: BaselineChoice) {
  const asked: BaselineQuestion[] = [];
  const unexpected = (): Promise<never> => Promise.reject(new Error("asked something else"));
  const ask: Ask = {
    rename: unexpected,
    backfill: unexpected,
    confirm: unexpected,
    baseline: async (questions) => {
      asked.push(...questions);
      return choice;
    },
  };
  return { ask, asked };
}

const open: BaselineQuestion = {
  kind: "baseline",
  database: "default",
  tables: ["posts", "users"],
  command: 'athanor revision --baseline -m "..."',
  flag: "--no-baseline",
};

for (const product of products) {
  describe(`a baseline of a project that has its files, on ${product}`, () => {
    it(
      "leaves nothing to do for autogenerate, and the rows as they are",
      withTables(product, async (application) => {
        const { revision: id, stamped } = await revision(
          options(application, "one", { baseline: true }),
        );
        const { databases } = await current(application.at("one"));
        expect(databases[0]?.revisions.map((each) => each.revision)).to.deep.equal([id]);
        expect(stamped).to.deep.equal([id]);
        const next = await revision(options(application, "one", { autogenerate: true }));
        expect([next.written, next.databases[0]?.questions]).to.deep.equal([false, []]);
        expect(await application.query(`SELECT "name" FROM "users"`)).to.deep.equal([
          { name: "ada" },
        ]);
      }),
    ).timeout(60_000);

    it(
      "takes everything away on the way down, and makes it again on the way up",
      withTables(product, async (application) => {
        const before = await schemaOf(application);
        await revision(options(application, "one", { baseline: true }));
        await downgrade({ ...application.at("one"), target: "base", allowDestructive: true });
        expect((await schemaOf(application)).tables).to.deep.equal([]);
        await upgrade(application.at("one"));
        expect(await schemaOf(application)).to.deep.equal(before);
        expect((await check(application.at("one"))).clean).to.equal(true);
      }),
    ).timeout(60_000);

    it(
      "is told of before the first revision, which holds only the differences",
      withTables(product, async (application) => {
        const { written, databases } = await revision(
          options(application, "more", { autogenerate: true }),
        );
        expect(written).to.equal(true);
        expect(databases[0]?.operations).to.have.length(1);
        expect(databases[0]?.questions).to.deep.equal([open]);
      }),
    ).timeout(60_000);
  });
}

describe("a baseline", () => {
  const within = (use: (application: Application) => Promise<void>) =>
    withTables("better-sqlite3", use);

  it(
    "writes the schema down beside env.ts, with the id and the message that are given",
    within(async (application) => {
      const { revisions } = await revision(
        options(application, "one", { baseline: true, revId: "aaaa" }),
      );
      expect(revisions).to.have.length(1);
      expect(revisions[0]).to.deep.include({ revision: "aaaa", message: "one" });
      const known = await readKnownSchemas(fileSystem, join(application.root, "migrations"));
      expect(known["default"]?.revisions).to.deep.equal(["aaaa"]);
      expect(known["default"]?.schema.tables.map(({ name }) => name)).to.have.members([
        "by_hand",
        "posts",
        "users",
      ]);
    }),
  );

  it(
    "is refused where revisions exist, and nothing is written",
    within(async (application) => {
      await revision(options(application, "one"));
      const before = await filesOf(application);
      expect(await codeOf(revision(options(application, "one", { baseline: true })))).to.equal(
        "REVISIONS_EXIST",
      );
      expect(await filesOf(application)).to.deep.equal(before);
    }),
  );

  it(
    "is refused where the database has a version row, and nothing is written",
    within(async (application) => {
      const { path = "" } = await revision(options(application, "one", { baseline: true }));
      await fileSystem.rm(path);
      const before = await filesOf(application);
      expect(await codeOf(revision(options(application, "one", { baseline: true })))).to.equal(
        "UNKNOWN_ROW",
      );
      expect(await filesOf(application)).to.deep.equal(before);
    }),
  );

  const beside: readonly Partial<RevisionOptions>[] = [
    { autogenerate: true },
    { empty: true },
    { replace: true },
    { sql: true },
    { rename: ["users:people"] },
    { head: "aaaa" },
  ];
  for (const more of beside) {
    it(`is refused beside ${JSON.stringify(more)}`, async () => {
      expect(await codeOf(revision({ baseline: true, ...more }))).to.equal("EXCLUSIVE_OPTIONS");
    });
  }
});

describe("the first revision of a database that has tables of the entities", () => {
  const within = (use: (application: Application) => Promise<void>) =>
    withTables("better-sqlite3", use);
  const generate = (application: Application, version: Version, more: Partial<RevisionOptions>) =>
    revision(options(application, version, { autogenerate: true, ...more }));

  it(
    "is asked about where entities and database agree",
    within(async (application) => {
      const { written, databases } = await generate(application, "one", {});
      expect([written, databases[0]?.questions]).to.deep.equal([false, [open]]);
    }),
  );

  it(
    "is not written while the question is open and strict is said",
    within(async (application) => {
      const { written, again } = await generate(application, "more", { strict: true });
      expect([written, await filesOf(application)]).to.deep.equal([false, []]);
      expect(again).to.equal("athanor revision --autogenerate --strict --message more");
    }),
  );

  it(
    "is written where baseline is said to be unwanted, with the whole command for other questions",
    within(async (application) => {
      const more = { strict: true, baseline: false, sql: true };
      const { databases, text, again } = await generate(application, "more", more);
      expect(databases[0]?.questions).to.deep.equal([]);
      expect(text).to.include('createTable("tags"');
      expect(again).to.include("--no-baseline");
    }),
  );

  it(
    "is a baseline where whoever is asked wants one",
    within(async (application) => {
      const { ask, asked } = answering("baseline");
      const { stamped, message, again } = await generate(application, "more", { ask });
      expect(asked).to.deep.equal([open]);
      expect([stamped?.length, message]).to.deep.equal([1, "baseline"]);
      expect(again).to.equal("athanor revision --autogenerate --message more");
      const next = await generate(application, "more", { ask });
      expect(next.databases[0]?.operations).to.have.length(1);
      expect(asked).to.deep.equal([open]);
    }),
  );

  it(
    "holds the differences where whoever is asked wants them only",
    within(async (application) => {
      const { ask } = answering("differences");
      const { written, stamped, text, databases } = await generate(application, "more", { ask });
      expect([written, stamped, databases[0]?.questions]).to.deep.equal([true, undefined, []]);
      expect(text).to.not.include('createTable("users"');
    }),
  );

  it(
    "is not written where whoever is asked stops",
    within(async (application) => {
      const { ask } = answering("stop");
      expect(await codeOf(generate(application, "more", { ask }))).to.equal("CANCELLED");
      expect(await filesOf(application)).to.deep.equal([]);
    }),
  );

  it("is not asked about where the database holds only tables that no entity knows", () =>
    withEntities("better-sqlite3", versions, async (application) => {
      await application.query(`CREATE TABLE "by_hand" ("n" integer)`);
      const { databases } = await generate(application, "one", { sql: true });
      expect(databases[0]?.questions).to.deep.equal([]);
    }));

  it(
    "is asked about no more once there is a revision",
    within(async (application) => {
      await generate(application, "more", { baseline: false });
      await upgrade(application.at("more"));
      const { databases } = await generate(application, "more", {});
      expect(databases[0]?.questions).to.deep.equal([]);
    }),
  );
});
