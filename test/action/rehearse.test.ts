import * as fileSystem from "node:fs/promises";
import { glob } from "tinyglobby";
import { expect } from "chai";
import { check } from "../../src/action/check.js";
import { current } from "../../src/action/current.js";
import { revision, type RevisionOptions } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { catchRejection } from "../support/catch-error.js";
import {
  describeOnProducts,
  withEntities,
  type Application,
} from "../support/versioned-entities.js";

const versions = {
  one: `
    @Entity("users") class User {
      @PrimaryGeneratedColumn() id!: number;
      @Column({ length: 50 }) name!: string;
    }
    const entities = [User];`,
  two: `
    @Entity("users") class User {
      @PrimaryGeneratedColumn() id!: number;
      @Column({ length: 200 }) name!: string;
      @Index() @Column({ default: 3 }) level!: number;
    }
    @Entity("posts") class Post {
      @PrimaryGeneratedColumn() id!: number;
      @ManyToOne(() => User, { nullable: false }) author!: User;
    }
    const entities = [User, Post];`,
};

const options = (application: Application, version: string, more: Partial<RevisionOptions> = {}) =>
  ({
    ...application.at(version),
    autogenerate: true,
    rehearse: true,
    message: version,
    ...more,
  }) satisfies RevisionOptions;

/** The files of revisions are written with this instead of that. */
function writing(from: string, to: string): Partial<RevisionOptions> {
  const writeFile: typeof fileSystem.writeFile = (path, data, ...rest) =>
    fileSystem.writeFile(path, typeof data === "string" ? data.replace(from, to) : data, ...rest);
  return { world: { fileSystem: { ...fileSystem, writeFile } } };
}

const revisionFiles = ({ root }: Application): Promise<readonly string[]> =>
  glob("migrations/versions/*.ts", { cwd: root });

describeOnProducts(
  (product) => `a rehearsal on ${product}`,
  (product) => {
    const within = (use: (application: Application) => Promise<void>) => () =>
      withEntities(product, versions, use);

    if (product === "mysql") {
      it(
        "is refused where definitions cannot be rolled back, and keeps no file",
        within(async (application) => {
          const { code } = await catchRejection(() => revision(options(application, "one")));
          expect([code, await revisionFiles(application)]).to.deep.equal([
            "REHEARSAL_IMPOSSIBLE",
            [],
          ]);
        }),
      );
      return;
    }

    it(
      "keeps a file that leads to the entities and back, and leaves the database as it was",
      within(async (application) => {
        await revision(options(application, "one"));
        await upgrade(application.at("one"));
        await application.query("INSERT INTO users (name) VALUES ('ada')");
        const { written, revision: id } = await revision(options(application, "two"));
        const { databases } = await current(application.at("two"));
        expect(written).to.equal(true);
        expect(databases[0]?.revisions.map((each) => each.revision)).to.not.include(id);
        expect(await application.query("SELECT name FROM users")).to.deep.equal([{ name: "ada" }]);
        await upgrade(application.at("two"));
        expect((await check(application.at("two"))).clean).to.equal(true);
      }),
    );

    it(
      "keeps no file whose upgrade leads elsewhere, and tells what is missing",
      within(async (application) => {
        const broken = writing(
          `name: "name", type: "varchar", length: 50`,
          `name: "name", type: "varchar", length: 49`,
        );
        const failure = await catchRejection(() => revision(options(application, "one", broken)));
        expect([failure.code, failure.facts["direction"]]).to.deep.equal([
          "REHEARSAL_FAILED",
          "upgrade",
        ]);
        expect(failure.facts["operations"]).to.have.length(1);
        expect(await revisionFiles(application)).to.deep.equal([]);
      }),
    );

    it(
      "keeps no file whose downgrade does not lead back",
      within(async (application) => {
        const broken = writing(`op.dropTable("users")`, `op.execute("SELECT 1")`);
        const failure = await catchRejection(() => revision(options(application, "one", broken)));
        expect([failure.code, failure.facts["direction"]]).to.deep.equal([
          "REHEARSAL_FAILED",
          "downgrade",
        ]);
        expect(await revisionFiles(application)).to.deep.equal([]);
      }),
    );

    it(
      "keeps no file that fails, and tells the statement",
      within(async (application) => {
        const broken = writing(`op.dropTable("users")`, `op.execute("SELECT nonsense")`);
        const failure = await catchRejection(() => revision(options(application, "one", broken)));
        expect([failure.code, failure.facts["sql"]]).to.deep.equal([
          "REHEARSAL_FAILED",
          "SELECT nonsense",
        ]);
        expect(failure.message).to.match(
          /^The rehearsal of the downgrade failed at .*the revision files are as they were/,
        );
        expect(failure.suggestions.join()).not.to.match(/athanor (downgrade|upgrade)/);
        expect(await revisionFiles(application)).to.deep.equal([]);
      }),
    );
  },
);
