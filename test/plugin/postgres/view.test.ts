import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { View } from "../../../src/schema/view.js";
import { column } from "../../../src/testing/build-schema.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import { look, perform, workbench } from "../../../src/testing/workbench.js";
import { postgresVersion } from "../../support/postgres.js";

const view: View = {
  schema: "s 1",
  name: "V'w",
  definition: 'SELECT a, "b B" FROM public.t',
  materialized: false,
  indexes: [],
};

const made = (role: string): readonly string[] => [
  `CREATE ROLE "${role}"`,
  'CREATE SCHEMA "s 1"',
  `GRANT ALL ON SCHEMA "s 1" TO "${role}"`,
  'CREATE TABLE t (a integer, "b B" text)',
  "INSERT INTO t VALUES (1, 'x')",
  `CREATE VIEW "s 1"."V'w" WITH (security_barrier=true) AS ${view.definition}`,
  "CREATE VIEW plain AS SELECT a FROM t",
  "CREATE MATERIALIZED VIEW m WITH (fillfactor=70) AS SELECT a FROM t WITH NO DATA",
  "CREATE UNIQUE INDEX mi ON m (a)",
  "ALTER MATERIALIZED VIEW m ALTER COLUMN a SET STATISTICS 77",
  "COMMENT ON INDEX mi IS 'index'",
  `COMMENT ON VIEW "s 1"."V'w" IS 'it''s "x"'`,
  `COMMENT ON COLUMN "s 1"."V'w"."b B" IS 'a '' column'`,
  "COMMENT ON MATERIALIZED VIEW m IS 'm'",
  `GRANT SELECT ON "s 1"."V'w" TO PUBLIC`,
  `GRANT INSERT, UPDATE ON "s 1"."V'w" TO "${role}" WITH GRANT OPTION`,
  `GRANT SELECT ("b B"), UPDATE (a) ON "s 1"."V'w" TO "${role}"`,
  `GRANT SELECT ON m TO "${role}"`,
  `ALTER VIEW "s 1"."V'w" OWNER TO "${role}"`,
  `ALTER VIEW "s 1"."V'w" ALTER COLUMN a SET DEFAULT 5`,
  "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
  `CREATE TRIGGER tr INSTEAD OF INSERT ON "s 1"."V'w" FOR EACH ROW EXECUTE FUNCTION f('x')`,
  `CREATE RULE ru AS ON DELETE TO "s 1"."V'w" DO INSTEAD NOTHING`,
];

/** All that the catalogs know of the views, definitions left out. */
function catalog(connection: Connection): Promise<readonly Row[]> {
  return connection.query(`
SELECT c.relname, c.relacl::text, c.relowner::regrole::text AS owner, c.reloptions, c.relispopulated,
  ARRAY(SELECT attname || attacl::text FROM pg_attribute WHERE attrelid = c.oid AND attacl IS NOT NULL ORDER BY attnum) AS columns,
  ARRAY(SELECT attname || attstattarget FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND attstattarget >= 0 ORDER BY attnum) AS targets,
  (SELECT spcname::text FROM pg_tablespace WHERE oid = c.reltablespace) AS place,
  ARRAY(SELECT objsubid || description FROM pg_description WHERE objoid = c.oid ORDER BY objsubid) AS comments,
  ARRAY(SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = c.oid) AS defaults,
  ARRAY(SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = c.oid) AS triggers,
  ARRAY(SELECT pg_get_ruledef(oid) FROM pg_rewrite WHERE ev_class = c.oid AND rulename <> '_RETURN') AS rules
FROM pg_class c WHERE c.relname IN ('V''w', 'plain', 'm', 'mi') ORDER BY c.relname`);
}

/** Runs the body on a database with such views; the role is gone afterwards. */
async function withViews(
  body: (connection: Connection, role: string) => Promise<void>,
): Promise<void> {
  await withPostgresConnection(async (connection) => {
    const role = `r'o le ${process.pid}`;
    for (const sql of made(role)) await connection.query(sql);
    try {
      await body(connection, role);
    } finally {
      await connection.query(`DROP OWNED BY "${role}"`);
      await connection.query(`DROP ROLE "${role}"`);
    }
  });
}

describe("a view that steps aside on PostgreSQL", () => {
  it("comes back as it was, around a change of type", async () => {
    await withViews(async (connection) => {
      const before = await catalog(connection);
      const bench = await workbench(postgres, connection, ["s 1"]);
      const [from, to] = [column("a", "integer"), column("a", "bigint")];
      await perform(bench, [{ kind: "alterColumn", table: { name: "t" }, from, to }]);
      expect(await catalog(connection)).to.deep.equal(before);
      const sql = `SELECT atttypid::regtype::text AS type FROM pg_attribute WHERE attrelid = '"s 1"."V''w"'::regclass AND attname = 'a'`;
      expect(await connection.query(sql)).to.deep.equal([{ type: "bigint" }]);
    });
  });

  it("comes back as it was, dropped and created in two steps", async () => {
    await withViews(async (connection) => {
      const before = await catalog(connection);
      const bench = await workbench(postgres, connection, ["s 1"]);
      await perform(bench, [{ kind: "dropView", view, aside: true }]);
      await perform(bench, [{ kind: "createView", view, aside: true }]);
      expect(await catalog(connection)).to.deep.equal(before);
    });
  });

  it("keeps of a column only what the new definition still has", async () => {
    await withViews(async (connection) => {
      const bench = await workbench(postgres, connection, ["s 1"]);
      const changed = { ...view, definition: "SELECT a FROM public.t" };
      const operations: readonly Operation[] = [
        { kind: "dropView", view, aside: true },
        { kind: "createView", view: changed, aside: true },
      ];
      await perform(bench, operations);
      const found = (await catalog(connection)).find(({ relname }) => relname === "V'w");
      expect(found?.["comments"]).to.deep.equal(['0it\'s "x"']);
      expect(found?.["columns"]).to.have.length(1);
    });
  });

  it("comes back where it was, in a tablespace of its own", async function () {
    if (Number(postgresVersion) < 15) this.skip();
    await withViews(async (connection) => {
      const place = `place ${process.pid}`;
      await connection.query("SET allow_in_place_tablespaces = on");
      await connection.query(`CREATE TABLESPACE "${place}" LOCATION ''`);
      try {
        await connection.query(`ALTER MATERIALIZED VIEW m SET TABLESPACE "${place}"`);
        const before = await catalog(connection);
        const [from, to] = [column("a", "integer"), column("a", "bigint")];
        const bench = await workbench(postgres, connection, ["s 1"]);
        await perform(bench, [{ kind: "alterColumn", table: { name: "t" }, from, to }]);
        expect(await catalog(connection)).to.deep.equal(before);
      } finally {
        await connection.query("DROP MATERIALIZED VIEW m");
        await connection.query(`DROP TABLESPACE "${place}"`);
      }
    });
  });

  it("does without what default privileges would give it", async () => {
    await withViews(async (connection, role) => {
      const before = await look(await workbench(postgres, connection));
      await connection.query(`ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO "${role}"`);
      const [plain] = before.views.filter(({ name }) => name === "plain");
      if (plain === undefined) throw new Error("no view");
      await perform(await workbench(postgres, connection), [
        { kind: "dropView", view: plain, aside: true },
        { kind: "createView", view: plain, aside: true },
      ]);
      const sql = `SELECT has_table_privilege('${role.replace("'", "''")}', 'plain', 'SELECT') AS may`;
      expect(await connection.query(sql)).to.deep.equal([{ may: false }]);
    });
  });
});
