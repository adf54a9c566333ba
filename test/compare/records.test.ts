import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Column, Entity, PrimaryColumn, ViewColumn, ViewEntity } from "typeorm";
import type { DataSource } from "typeorm";
import { check } from "../../src/action/check.js";
import { downgrade } from "../../src/action/downgrade.js";
import { revision } from "../../src/action/revision.js";
import { upgrade } from "../../src/action/upgrade.js";
import { databases, type Place } from "../plugin/typeorm/on-every-database.js";
import { describeOnProduct } from "../support/mysql-product.js";

type Shape = {
  /** The expression of the generated column; none: a plain column. */
  readonly expression?: string;
  /** The text of the view, or none. */
  readonly view?: string;
  readonly materialized?: boolean;
  /** Default: `shape`. */
  readonly table?: string;
};

type Application = {
  /** A data source on the same database, with entities of this shape. */
  readonly at: (shape: Shape) => {
    readonly dataSource: DataSource;
    readonly scriptLocation: string;
  };
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
};

const generated = { expression: "width * 2" };
const viewed = { ...generated, view: "SELECT id, area FROM shape" };

/** Each time other classes: TypeORM's metadata storage is global. */
function entitiesOf({ expression, view, ...more }: Shape): readonly unknown[] {
  const { materialized = false, table = "shape" } = more;
  class Shape {}
  Entity(table)(Shape);
  PrimaryColumn({ type: "integer" })(Shape.prototype, "id");
  Column({ type: "integer" })(Shape.prototype, "width");
  const asExpression = expression && { asExpression: expression, generatedType: "STORED" as const };
  Column({ type: "integer", nullable: true, ...asExpression })(Shape.prototype, "area");
  class Areas {}
  ViewEntity({ name: "areas", expression: view ?? "", materialized })(Areas);
  ViewColumn()(Areas.prototype, "id");
  return view === undefined ? [Shape] : [Shape, Areas];
}

async function withApplication(
  { make }: Place,
  use: (application: Application) => Promise<void>,
): Promise<void> {
  const scriptLocation = await mkdtemp(join(tmpdir(), "athanor-records-"));
  const beside = make();
  await beside.initialize();
  try {
    await use({
      at: (shape) => ({ dataSource: make({ entities: entitiesOf(shape) }), scriptLocation }),
      query: (sql) => beside.query(sql),
    });
  } finally {
    await beside.destroy();
    await rm(scriptLocation, { recursive: true, force: true });
  }
}

async function grow(
  { at }: Application,
  shape: Shape,
  renames: readonly string[] = [],
): Promise<string> {
  const options = { autogenerate: true, message: "next", rename: renames };
  const { path = "" } = await revision({ ...at(shape), ...options });
  await upgrade(at(shape));
  return readFile(path, "utf8");
}

/** What TypeORM would still do. */
async function schemaLog({ at }: Application, shape: Shape): Promise<readonly string[]> {
  const { dataSource } = at(shape);
  await dataSource.initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

async function differences({ at }: Application, shape: Shape): Promise<readonly string[]> {
  const { databases: found } = await check(at(shape));
  return found.flatMap(({ operations }) => operations);
}

const valuesIn = async ({ query }: Application): Promise<readonly unknown[]> =>
  (await query("SELECT value FROM typeorm_metadata")).map(({ value }) => value);

for (const { title, within, suite: suiteOfAny } of databases) {
  // For "mysql" TypeORM writes generated columns as MySQL alone reads them.
  const suite: typeof suiteOfAny =
    title === "mysql" ? (what, body) => describeOnProduct(what, "mysql", body) : suiteOfAny;
  const shapes: Readonly<Record<string, Shape>> = {
    "a generated column": generated,
    "a generated column and a view": viewed,
    ...(title === "postgres" ? { "a materialized view": { ...viewed, materialized: true } } : {}),
  };

  suite(`what TypeORM knows through ${title}`, () => {
    const scenario = (use: (application: Application) => Promise<void>) => () =>
      within((place) => withApplication(place, use));

    for (const [what, shape] of Object.entries(shapes)) {
      it(
        `of ${what} leaves its own schema:log nothing to do`,
        scenario(async (application) => {
          await grow(application, shape);
          expect(await schemaLog(application, shape)).to.deep.equal([]);
          expect(await differences(application, shape)).to.deep.equal([]);
        }),
      );

      it(
        `of ${what} is as its own synchronize() writes it`,
        scenario(async (application) => {
          const { dataSource } = application.at(shape);
          await dataSource.initialize();
          await dataSource.synchronize();
          await dataSource.destroy();
          expect(await differences(application, shape)).to.deep.equal([]);
        }),
      );
    }

    it(
      "follows every change, there and back",
      scenario(async (application) => {
        const { at } = application;
        const other = { expression: "width * 3", view: "SELECT id, width FROM shape" };
        await grow(application, viewed);
        await grow(application, other);
        expect(await schemaLog(application, other)).to.deep.equal([]);
        expect(await valuesIn(application)).to.have.members(["width * 3", other.view]);
        await grow(application, {});
        expect(await schemaLog(application, {})).to.deep.equal([]);
        expect(await valuesIn(application)).to.deep.equal([]);
        await downgrade({ ...at({}), target: "-1" });
        expect(await schemaLog(application, other)).to.deep.equal([]);
        await downgrade({ ...at({}), target: "-1" });
        expect(await schemaLog(application, viewed)).to.deep.equal([]);
        await downgrade({ ...at({}), target: "base" });
        const gone = await valuesIn(application).catch(() => "no table");
        expect(gone).to.equal("no table");
      }),
    );

    const place = { postgres: "database", mysql: "schema", mariadb: "schema" }[title];
    if (place !== undefined) {
      const copied = async (application: Application): Promise<void> => {
        const quoted = title === "postgres" ? `"${place}"` : `\`${place}\``;
        await application.query(
          `UPDATE typeorm_metadata SET ${quoted} = 'production' WHERE ${quoted} IS NOT NULL`,
        );
      };

      it(
        "is no difference in a copy of the database under another name",
        scenario(async (application) => {
          await grow(application, viewed);
          await copied(application);
          expect(await differences(application, viewed)).to.deep.equal([]);
        }),
      );

      it(
        "comes to rest again after a change in such a copy",
        scenario(async (application) => {
          const other = { expression: "width * 3", view: "SELECT id, width FROM shape" };
          await grow(application, viewed);
          await copied(application);
          await grow(application, other);
          expect(await schemaLog(application, other)).to.deep.equal([]);
          expect(await differences(application, other)).to.deep.equal([]);
          await grow(application, viewed);
          expect(await schemaLog(application, viewed)).to.deep.equal([]);
          expect(await differences(application, viewed)).to.deep.equal([]);
        }),
      );
    }

    it(
      "follows a table under its new name",
      scenario(async (application) => {
        const renamed = { ...generated, table: "form" };
        await grow(application, generated);
        await grow(application, renamed, ["shape:form"]);
        expect(await schemaLog(application, renamed)).to.deep.equal([]);
        expect(await valuesIn(application)).to.deep.equal(["width * 2"]);
        await downgrade({ ...application.at(renamed), target: "-1" });
        expect(await schemaLog(application, generated)).to.deep.equal([]);
      }),
    );

    it(
      "is written down where its table was there before, and leaves it there",
      scenario(async (application) => {
        const { at, query } = application;
        const quoted = (name: string): string =>
          /^(?:mysql|mariadb)$/.test(title) ? `\`${name}\`` : `"${name}"`;
        const others = ["database", "schema", "table", "name"].map(
          (name) => `${quoted(name)} varchar(255)`,
        );
        await query(
          `CREATE TABLE typeorm_metadata (type varchar(255) NOT NULL, ${others.join(", ")}, value text)`,
        );
        await query(
          "INSERT INTO typeorm_metadata (type, name, value) VALUES ('VIEW', 'theirs', 'x')",
        );
        const text = await grow(application, viewed);
        expect(text).not.to.contain('createTable("typeorm_metadata"');
        expect(await valuesIn(application)).to.have.lengthOf(3);
        await downgrade({ ...at(viewed), target: "base" });
        expect(await valuesIn(application)).to.deep.equal(["x"]);
      }),
    );

    it(
      "is no matter of a database without views and generated columns",
      scenario(async (application) => {
        expect(await grow(application, {})).not.to.contain("typeorm_metadata");
      }),
    );

    if (title === "postgres") {
      it(
        "names neither the database nor its schema in a revision file",
        scenario(async (application) => {
          const [row] = await application.query("SELECT current_database() AS name");
          const texts = [await grow(application, viewed), await grow(application, {})];
          for (const text of texts) {
            expect(text).to.contain('database: () => "current_database()"');
            expect(text).to.contain('schema: () => "current_schema()"');
            expect(text).not.to.contain(String(row?.["name"]));
          }
        }),
      );
    }
  });
}
