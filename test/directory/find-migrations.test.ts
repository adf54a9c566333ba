import * as fileSystem from "node:fs/promises";
import { join, relative, win32 } from "node:path";
import { expect } from "chai";
import { DataSource } from "typeorm";
import { typeorm } from "../../plugin/typeorm/index.js";
import {
  findMigrations,
  isAmong,
  type FoundMigration,
} from "../../src/directory/find-migrations.js";
import { createLoader } from "../../src/loading/load-module.js";
import { withSlashes } from "../../src/directory/module-specifier.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { withProject, type Files } from "../support/project.js";

const migration = (name: string, body = ""): string =>
  `export class ${name} { ${body} async up(queryRunner) {} async down(queryRunner) {} }\n`;

const esm = { "package.json": `{ "type": "module" }` };

type Options = { readonly migrations?: string[]; readonly pattern?: string };

/** What is found, as `name path#export`. */
function find(files: Files, { migrations = [], pattern }: Options): Promise<readonly string[]> {
  return search(files, migrations, pattern, (found, root) =>
    found.map(({ name, path, exportName }) => `${name} ${relative(root, path)}#${exportName}`),
  );
}

function search<Result>(
  files: Files,
  migrations: readonly (string | (() => void))[],
  pattern: string | undefined,
  use: (found: readonly FoundMigration[], root: string) => Result,
): Promise<Result> {
  return withProject(files, async (root) => {
    const dataSource = new DataSource({
      type: "better-sqlite3",
      database: ":memory:",
      migrations: [...migrations],
    });
    const { migrations: tool } = typeorm(dataSource);
    if (tool === undefined) throw new Error("TypeORM has migrations.");
    const places = await tool.places();
    const loader = createLoader({ root });
    const request = { root, places, tool, loader, fileSystem };
    return use(
      await findMigrations(pattern === undefined ? request : { ...request, pattern }),
      root,
    );
  });
}

describe("findMigrations", () => {
  it("finds files by the data source's patterns, oldest first", async () => {
    const files = {
      ...esm,
      "migrations/2-b.js": migration("B1700000000002"),
      "migrations/1-a.js": migration("A1700000000009"),
      "migrations/other.js": "export const one = 1; export class Other {}",
    };
    expect(await find(files, { migrations: ["migrations/*.js"] })).to.deep.equal([
      "B1700000000002 migrations/2-b.js#B1700000000002",
      "A1700000000009 migrations/1-a.js#A1700000000009",
    ]);
  });

  it("takes the name that a migration gives itself, and its default export", async () => {
    const text = `export default ${migration("Short", `name = "Long1700000000001";`).slice(7)}`;
    const files = { ...esm, "migrations/a.js": text };
    expect(await find(files, { migrations: ["migrations/*{.ts,.js}"] })).to.deep.equal([
      "Long1700000000001 migrations/a.js#default",
    ]);
  });

  it("takes the sources where TypeORM is pointed at compiled files", async () => {
    const files = {
      "package.json": "{}",
      "dist/migrations/a.js": "exports.A1700000000001 = class A1700000000001 { up() {} down() {} }",
      "src/migrations/a.ts": migration("A1700000000001").replaceAll(
        "queryRunner",
        "queryRunner: unknown",
      ),
    };
    expect(await find(files, { migrations: ["dist/migrations/*.js"] })).to.deep.equal([
      "A1700000000001 src/migrations/a.ts#A1700000000001",
    ]);
  });

  it("looks everywhere where nothing has been compiled yet", async () => {
    const files = { ...esm, "src/database/a.js": migration("A1700000000001") };
    expect(await find(files, { migrations: ["dist/migrations/*.js"] })).to.deep.equal([
      "A1700000000001 src/database/a.js#A1700000000001",
    ]);
  });

  it("takes the files that it is given instead", async () => {
    const files = {
      ...esm,
      "old/a.js": migration("A1700000000001"),
      "new/b.js": migration("B1700000000002"),
    };
    expect(await find(files, { migrations: ["old/*.js"], pattern: "new/*.js" })).to.deep.equal([
      "B1700000000002 new/b.js#B1700000000002",
    ]);
  });

  it("finds the file of a class that the data source names", () =>
    withProject(
      {
        ...esm,
        "migrations/a.js": migration("A1700000000001"),
        "migrations/b.js": migration("B1700000000002"),
        "data-source.js": `import { DataSource } from "typeorm"; import { B1700000000002 } from "./migrations/b.js";
export default new DataSource({ type: "better-sqlite3", database: ":memory:", migrations: [B1700000000002] });`,
      },
      async (root) => {
        const loader = createLoader({ root });
        const { default: dataSource } = await loader.load("data-source.js");
        const { migrations: tool } = typeorm(dataSource as DataSource);
        if (tool === undefined) throw new Error("TypeORM has migrations.");
        const places = await tool.places();
        const found = await findMigrations({ root, places, tool, loader, fileSystem });
        expect(found.map(({ path }) => relative(root, path))).to.deep.equal(["migrations/b.js"]);
      },
    ));

  it("reads whether a transaction surrounds it, and whether it ends one by itself", async () => {
    const bare = migration("A1700000000001", "transaction = false;");
    const ending = migration("B1700000000002").replace(
      "{}",
      "{ await queryRunner.commitTransaction(); }",
    );
    const files = { ...esm, "migrations/a.js": bare, "migrations/b.js": ending };
    const told = await search(files, ["migrations/*.js"], undefined, (found) =>
      found.map(({ transaction, endsTransaction }) => [transaction, endsTransaction]),
    );
    expect(told).to.deep.equal([
      [false, false],
      [undefined, true],
    ]);
  });

  for (const [what, files, code] of [
    [
      "two files with the same migration",
      {
        "migrations/a.js": migration("A1700000000001"),
        "migrations/b.js": migration("A1700000000001"),
      },
      "DUPLICATE_MIGRATION",
    ],
    [
      "a migration without a timestamp",
      { "migrations/a.js": migration("Nameless") },
      "MIGRATION_WITHOUT_TIMESTAMP",
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const failure: unknown = await find(
        { ...esm, ...files },
        { migrations: ["migrations/*.js"] },
      ).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(AthanorError).with.property("code", code);
    });
  }

  it("knows which of Athanor's files TypeORM would take for migrations", async () => {
    const among = (path: string) => isAmong("/app", ["migrations/**/*.ts"], join("/app", path));
    expect(await among("migrations/versions/a.ts")).to.equal(true);
    expect(await among("revisions/versions/a.ts")).to.equal(false);
  });

  it("finds them in a project whose folder looks like a pattern", async () => {
    const files = { ...esm, "app (1)/[a]/b.js": migration("B1700000000000") };
    await withProject(files, async (root) => {
      const pattern = join(root, "app (1)/[a]/*.js");
      expect(await isAmong(root, [pattern], join(root, "app (1)/[a]/b.js"))).to.equal(true);
    });
    const options = { migrations: ["app (1)/[a]/*.js"] };
    expect(await find(files, options)).to.deep.equal([
      "B1700000000000 app (1)/[a]/b.js#B1700000000000",
    ]);
  });

  it("reads the patterns of Windows", () => {
    expect(withSlashes("C:\\app\\src\\migrations\\*.ts", win32.sep)).to.equal(
      "C:/app/src/migrations/*.ts",
    );
  });
});
