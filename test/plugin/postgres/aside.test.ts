import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import type { Connection, Row } from "../../../src/plugin/connection.js";
import type { Column } from "../../../src/schema/column.js";
import { column } from "../../../src/testing/build-schema.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import { perform, workbench } from "../../../src/testing/workbench.js";

const made = (role: string): readonly string[] => [
  `CREATE ROLE "${role}"`,
  "CREATE TYPE mood AS ENUM ('ok', 'sad')",
  "COMMENT ON TYPE mood IS 'it''s a mood'",
  "REVOKE ALL ON TYPE mood FROM PUBLIC",
  `GRANT USAGE ON TYPE mood TO "${role}" WITH GRANT OPTION`,
  `GRANT CREATE ON SCHEMA public TO "${role}"`,
  `ALTER TYPE mood OWNER TO "${role}"`,
  `CREATE TABLE "T't" (
    id integer PRIMARY KEY, a integer NOT NULL, b text GENERATED ALWAYS AS ('x') STORED, c integer GENERATED ALWAYS AS (a * 2) STORED, m mood,
    CONSTRAINT "U'u" UNIQUE (b), CONSTRAINT chk CHECK (c > 0), CONSTRAINT ok CHECK (m = 'ok'))`,
  `CREATE UNIQUE INDEX ui ON "T't" (a, c)`,
  `INSERT INTO "T't" (id, a, m) VALUES (1, 7, 'ok')`,
  `COMMENT ON CONSTRAINT "U'u" ON "T't" IS 'it''s unique'`,
  `COMMENT ON CONSTRAINT chk ON "T't" IS 'checked'`,
  `COMMENT ON CONSTRAINT ok ON "T't" IS 'fine'`,
  `COMMENT ON COLUMN "T't".c IS 'doubled'`,
  ...["b", "c"].flatMap((name) => [
    `GRANT SELECT (${name}), REFERENCES (${name}) ON "T't" TO "${role}" WITH GRANT OPTION`,
    `GRANT SELECT (${name}) ON "T't" TO PUBLIC`,
    `ALTER TABLE "T't" ALTER COLUMN ${name} SET STATISTICS 123`,
    `ALTER TABLE "T't" ALTER COLUMN ${name} SET (n_distinct = 5)`,
  ]),
  `ALTER TABLE "T't" ALTER COLUMN b SET STORAGE EXTERNAL`,
  `ALTER TABLE "T't" CLUSTER ON "U'u"`,
  `ALTER TABLE "T't" ALTER COLUMN b SET NOT NULL, ALTER COLUMN c SET NOT NULL, REPLICA IDENTITY USING INDEX ui`,
];

/** What the catalogs know of the columns and constraints beside their definitions. */
function catalog(connection: Connection): Promise<readonly Row[]> {
  return connection.query(`
SELECT attname AS name, attacl::text AS acl, attstattarget AS target, attstorage AS storage, attoptions::text AS options,
  col_description(attrelid, attnum) AS comment FROM pg_attribute
WHERE attrelid = '"T''t"'::regclass AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT conname, NULL, NULL, NULL, NULL, obj_description(oid, 'pg_constraint') FROM pg_constraint
WHERE conrelid = '"T''t"'::regclass AND contype <> 'n'
UNION ALL SELECT typname, typacl::text, NULL, NULL, typowner::regrole::text, obj_description(oid, 'pg_type') FROM pg_type
WHERE typname = 'mood'
UNION ALL SELECT c.relname, i.indisclustered::text, NULL, NULL, i.indisreplident::text, NULL
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = '"T''t"'::regclass
ORDER BY 1, 2, 6`);
}

async function keepsAll(
  body: (bench: Awaited<ReturnType<typeof workbench>>) => Promise<void>,
): Promise<void> {
  await withPostgresConnection(async (connection) => {
    const role = `r'o le ${process.pid}`;
    for (const sql of made(role)) await connection.query(sql);
    try {
      const before = await catalog(connection);
      await body(await workbench(postgres, connection));
      expect(await catalog(connection)).to.deep.equal(before);
    } finally {
      await connection.query(`DROP OWNED BY "${role}" CASCADE`);
      await connection.query(`DROP ROLE "${role}"`);
    }
  });
}

const computed = (name: string, type: string, expression: string, stored = true): Column => ({
  ...column(name, type),
  nullable: false,
  generated: { kind: "expression", expression, stored },
});

describe("what hangs on a column that changes on PostgreSQL", () => {
  const table = { name: "T't" };

  it("comes back as it was, around a column made anew", async () => {
    await keepsAll(async (bench) => {
      const from = computed("b", "text", "'x'::text");
      const to = { ...column("b", "text"), nullable: false };
      await perform(bench, [{ kind: "alterColumn", table, from, to }]);
      await perform(bench, [{ kind: "alterColumn", table, from: to, to: from }]);
    });
  });

  it("comes back as it was, around a computed column that steps aside", async () => {
    await keepsAll((bench) =>
      perform(bench, [
        {
          kind: "alterColumn",
          table,
          from: { ...column("a", "integer"), nullable: false },
          to: { ...column("a", "bigint"), nullable: false },
        },
      ]),
    );
  });

  it("comes back as it was, around an enum made anew", async () => {
    await keepsAll((bench) =>
      perform(bench, [
        {
          kind: "alterEnum",
          from: { name: "mood", values: ["ok", "sad"] },
          to: { name: "mood", values: ["ok"] },
        },
      ]),
    );
  });
});
