import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import { chunksOf } from "../../../plugin/postgres/canonicalize/ask.js";
import { AthanorError } from "../../../src/error/athanor-error.js";
import type { Connection } from "../../../src/plugin/connection.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { Table } from "../../../src/schema/table.js";
import {
  check,
  column,
  foreignKey,
  index,
  required,
  schema,
  table,
  unique,
} from "../../../src/testing/build-schema.js";
import { withPostgresConnection } from "../../support/connection-postgres.js";
import {
  autogenerate,
  canonical,
  look,
  synchronize,
  workbench,
} from "../../../src/testing/workbench.js";

const id = required("id", "integer");

/** What TypeORM has made, and what the entities say: there must be no difference. */
type Same = {
  readonly title: string;
  readonly ddl: readonly string[];
  readonly wanted: Schema;
  readonly schemas?: readonly string[];
};

const long = "a".repeat(70);
const cut = "a".repeat(63);
const view = (name: string, definition: string, materialized = false): Schema["views"][number] => ({
  name,
  definition,
  materialized,
  indexes: [],
});

const same: readonly Same[] = [
  {
    title: "checks in a user's words",
    ddl: [
      `CREATE TABLE t (id integer NOT NULL, s varchar(9), p numeric, CONSTRAINT "PK_t" PRIMARY KEY (id), CONSTRAINT c1 CHECK ("p" > 0), CONSTRAINT c2 CHECK (s in ('a','b') and p between 1 and 9), CONSTRAINT c3 CHECK (s ~* '^[a-z''\\\\]+$'))`,
    ],
    wanted: schema([
      table(
        "t",
        [id, column("s", { name: "character varying", length: 9 }), column("p", "numeric")],
        {
          checks: [
            check("c1", '"p" > 0'),
            check("c2", "s in ('a','b') and p between 1 and 9"),
            check("c3", "s ~* '^[a-z''\\\\]+$'"),
          ],
        },
      ),
    ]),
  },
  {
    title: "a check that the server says otherwise the second time",
    ddl: [
      `CREATE TABLE t (id integer NOT NULL, s varchar(9), CONSTRAINT "PK_t" PRIMARY KEY (id), CONSTRAINT c CHECK (((s)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))))`,
    ],
    wanted: schema([
      table("t", [id, column("s", { name: "varchar", length: 9 })], {
        checks: [check("c", "s IN ('a','b')")],
      }),
    ]),
  },
  {
    title: "indexes by expression, predicate, method, class and collation",
    ddl: [
      `CREATE TABLE t (id integer NOT NULL, s varchar(9), j jsonb, p point, CONSTRAINT "PK_t" PRIMARY KEY (id))`,
      `CREATE INDEX i1 ON t (lower(s) DESC NULLS LAST, id)`,
      `CREATE UNIQUE INDEX i2 ON t USING btree (s) WHERE s is not null and id > 5`,
      `CREATE INDEX i3 ON t USING gin (j jsonb_path_ops)`,
      `CREATE INDEX i4 ON t (s COLLATE "C" text_pattern_ops)`,
      `CREATE INDEX i5 ON t USING GiST (p)`,
      `CREATE INDEX i6 ON t ((j ->> 'a'), (id + 1)) INCLUDE (s)`,
    ],
    wanted: schema([
      table(
        "t",
        [
          id,
          column("s", { name: "varchar", length: 9 }),
          column("j", "jsonb"),
          column("p", "point"),
        ],
        {
          indexes: [
            {
              name: "i1",
              unique: false,
              keys: [
                { expression: "lower(s)", descending: true, nulls: "last" },
                { column: "id", nulls: "last" },
              ],
            },
            index("i2", ["s"], { unique: true, using: "btree", where: "s is not null and id > 5" }),
            {
              name: "i3",
              unique: false,
              using: "gin",
              keys: [{ column: "j", operatorClass: "jsonb_path_ops" }],
            },
            {
              name: "i4",
              unique: false,
              keys: [{ column: "s", collation: "C", operatorClass: "text_pattern_ops" }],
            },
            index("i5", ["p"], { spatial: true }),
            {
              name: "i6",
              unique: false,
              keys: [{ expression: "j->>'a'" }, { expression: "(id+1)" }],
              include: ["s"],
            },
          ],
        },
      ),
    ]),
  },
  {
    title: "a computed column, an exclusion and names of more than 63 bytes",
    ddl: [
      `CREATE TABLE ${long} (id integer NOT NULL, ${long} integer GENERATED ALWAYS AS (id*2 + 1) STORED, r int4range, CONSTRAINT "PK_${long}" PRIMARY KEY (id), CONSTRAINT x EXCLUDE USING gist (r WITH &&) WHERE (id > 1))`,
    ],
    wanted: schema([
      table(
        long,
        [
          id,
          column(long, "integer", {
            generated: { kind: "expression", expression: "id*2 + 1", stored: true },
          }),
          column("r", "int4range"),
        ],
        {
          exclusions: [
            { kind: "exclude", name: "x", expression: "USING gist (r WITH &&) WHERE (id > 1)" },
          ],
        },
      ),
    ]),
  },
  {
    title: "comments with quotes",
    ddl: [
      `CREATE TABLE t (id integer NOT NULL, CONSTRAINT "PK_t" PRIMARY KEY (id))`,
      `COMMENT ON TABLE t IS 'it''s "x" \\'`,
      `COMMENT ON COLUMN t.id IS 'it''s'`,
    ],
    wanted: schema([{ ...table("t", [{ ...id, comment: "it's" }]), comment: 'it\'s "x" \\' }]),
  },
  {
    title: "views, views over views and materialized ones",
    ddl: [
      `CREATE TABLE t (id integer NOT NULL, s varchar, CONSTRAINT "PK_t" PRIMARY KEY (id))`,
      `CREATE VIEW v1 AS SELECT * FROM "t" "t" WHERE s in ('a', 'b')`,
      `CREATE VIEW v2 AS SELECT count(*) AS n FROM v1`,
      `CREATE MATERIALIZED VIEW v3 AS SELECT id AS i, upper(s) u FROM v1`,
      `CREATE INDEX v3i ON v3 (lower(u))`,
    ],
    wanted: schema([table("t", [id, column("s", "varchar")])], {
      views: [
        view("v2", "SELECT count(*) AS n FROM v1;"),
        {
          ...view("v3", "SELECT id AS i, upper(s) u FROM v1", true),
          indexes: [{ name: "v3i", unique: false, keys: [{ expression: "lower(u)" }] }],
        },
        view("v1", `SELECT * FROM "t" "t" WHERE s in ('a', 'b')`),
      ],
    }),
  },
  {
    title: "the default schema by its name, and a further one with its enum",
    ddl: [
      `CREATE SCHEMA billing`,
      `CREATE TYPE billing.state AS ENUM ('open', 'paid')`,
      `CREATE TABLE t (id integer NOT NULL, CONSTRAINT "PK_t" PRIMARY KEY (id))`,
      `CREATE TABLE billing.invoice (id integer NOT NULL, state billing.state DEFAULT 'open', CONSTRAINT "PK_invoice" PRIMARY KEY (id), CONSTRAINT f FOREIGN KEY (id) REFERENCES t (id), CONSTRAINT c CHECK (state <> 'paid' OR id > 0))`,
      `CREATE VIEW billing.v AS SELECT i.id, i.state FROM billing.invoice i JOIN public.t USING (id)`,
    ],
    schemas: ["billing"],
    wanted: schema(
      [
        { ...table("t", [id]), schema: "public" },
        {
          ...table(
            "invoice",
            [
              id,
              column(
                "state",
                { name: "enum", enumName: { schema: "billing", name: "state" } },
                { default: { kind: "value", value: "open" } },
              ),
            ],
            {
              foreignKeys: [
                { ...foreignKey("f", ["id"], "t"), references: { schema: "public", name: "t" } },
              ],
              checks: [check("c", "state <> 'paid'::billing.state OR id > 0")],
            },
          ),
          schema: "billing",
        },
      ],
      {
        schemas: ["public", "billing"],
        enums: [{ schema: "billing", name: "state", values: ["open", "paid"] }],
        views: [
          {
            ...view("v", "SELECT i.id, i.state FROM billing.invoice i JOIN public.t USING (id)"),
            schema: "billing",
          },
        ],
      },
    ),
  },
  {
    title: "an extension, its functions and its types",
    ddl: [
      `CREATE EXTENSION "uuid-ossp"`,
      `CREATE EXTENSION citext`,
      `CREATE TABLE t (id uuid NOT NULL DEFAULT uuid_generate_v4(), c citext DEFAULT 'X', CONSTRAINT "PK_t" PRIMARY KEY (id))`,
    ],
    wanted: schema(
      [
        table("t", [
          required("id", "uuid", { default: { kind: "expression", sql: "uuid_generate_v4()" } }),
          column("c", "citext", { default: { kind: "value", value: "X" } }),
        ]),
      ],
      { extensions: [{ name: "citext" }, { name: "uuid-ossp" }] },
    ),
  },
  {
    title: "a domain, a sequence's own name and a table that was renamed by hand",
    ddl: [
      `CREATE DOMAIN positive AS integer CHECK (VALUE > 0)`,
      `CREATE TABLE old (id serial NOT NULL, p positive DEFAULT 4, CONSTRAINT "PK_t" PRIMARY KEY (id))`,
      `ALTER TABLE old RENAME TO t`,
    ],
    wanted: schema([
      table("t", [
        required("id", "integer", { generated: { kind: "increment" } }),
        column("p", "positive", { default: { kind: "value", value: 4 } }),
      ]),
    ]),
  },
];

describe("canonicalize on PostgreSQL", () => {
  for (const { title, ddl, wanted, schemas = [] } of same) {
    it(`finds no difference in ${title}`, async () => {
      await withPostgresConnection(async (connection) => {
        for (const sql of ddl) await connection.query(sql);
        const bench = await workbench(postgres, connection, schemas);
        expect(await autogenerate(bench, wanted)).to.deep.equal([]);
      });
    });

    it(`says beforehand what will be read of ${title}`, async () => {
      await withPostgresConnection(async (connection) => {
        await connection.query("CREATE DOMAIN positive AS integer CHECK (VALUE > 0)");
        const bench = await workbench(postgres, connection, schemas);
        const before = await canonical(bench, wanted);
        await synchronize(bench, wanted);
        expect(await look(bench)).to.deep.equal(before);
      });
    });
  }

  it("cuts names where the server does", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      const [held] = (await canonical(bench, schema([table(long, [id])]))).tables;
      expect(held?.name).to.equal(cut);
    });
  });

  it("leaves nothing behind", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      await canonical(bench, checked("id > 0"));
      const rows = await connection.query(
        "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'athanor%'",
      );
      expect(rows).to.deep.equal([]);
      expect(await look(bench)).to.deep.equal(schema([]));
    });
  });

  it("leaves an open transaction as it was", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      await connection.begin("BEGIN");
      await connection.query("CREATE TABLE kept (id integer)");
      await canonical(bench, checked("id > 0"));
      await connection.commit();
      expect((await look(bench)).tables.map(({ name }) => name)).to.deep.equal(["kept"]);
    });
  });

  it("tells which table and what in it the server refuses", async () => {
    await withPostgresConnection(async (connection) => {
      const bench = await workbench(postgres, connection);
      const wanted = schema([
        table("t", [
          id,
          column("a", "integer", { default: { kind: "expression", sql: "nothing_like_it()" } }),
        ]),
      ]);
      const error = await canonical(bench, wanted).catch((failure: unknown) => failure);
      expect(error).to.be.instanceOf(AthanorError);
      expect(error).to.include({ code: "SCHEMA_REFUSED" });
      expect((error as Error).message).to.contain('the default of column "a" of "t"');
      expect((error as Error).message).to.contain("nothing_like_it() does not exist");
    });
  });

  it("uses temporary tables where schemas may not be created", async () => {
    await withPostgresConnection(async (connection) => {
      const made = schema([
        table(
          "t",
          [id, column("a", "integer", { default: { kind: "expression", sql: "1 + 2" } })],
          { checks: [check("c", "id>0")] },
        ),
      ]);
      await synchronize(await workbench(postgres, connection), made);
      await asReader(connection, async () => {
        const bench = await workbench(postgres, connection);
        const { schema: held, notes } = await canonicalOf(bench.connection, made);
        expect(held).to.deep.equal(await look(bench));
        expect(notes).to.deep.equal([]);
      });
    });
  });

  it("compares as text, and says so, where nothing may be created", async () => {
    await withPostgresConnection(async (connection) => {
      await connection.query("REVOKE TEMPORARY ON DATABASE postgres FROM public");
      try {
        await asReader(connection, async () => {
          const { schema: held, notes } = await canonicalOf(connection, checked("id>0"));
          expect(held.tables[0]?.checks[0]?.expression).to.equal("id>0");
          expect(notes).to.have.length(1);
        });
      } finally {
        await connection.query("GRANT TEMPORARY ON DATABASE postgres TO public");
      }
    });
  });

  it("makes a few tables at a time, and those that views read together", () => {
    const tables = Array.from({ length: 1_000 }, (_, at) => table(`t${at}`, [column("a", "text")]));
    const definition = "SELECT a FROM t7 UNION SELECT a FROM t900";
    const views = [{ name: "v", definition, materialized: false, indexes: [] }];
    const chunks = chunksOf({ tables, views });
    expect(chunks.map((chunk) => chunk.tables.length)).to.deep.equal([2, 400, 400, 198]);
    expect(chunks.map((chunk) => chunk.views.length)).to.deep.equal([1, 0, 0, 0]);
    expect(chunksOf({ tables: [], views: [] })).to.deep.equal([]);
  });

  it("asks nothing where nothing is open", async () => {
    await withPostgresConnection(async (connection) => {
      const wanted = schema([
        table("t", [id, column("a", "text", { default: { kind: "value", value: "x" } })], {
          uniques: [unique("u", "a")],
        }),
      ]);
      let queries = 0;
      const counting = {
        ...connection,
        query: (...query: Parameters<Connection["query"]>) => (
          (queries += 1),
          connection.query(...query)
        ),
      };
      await canonicalOf(counting, wanted, schema([]));
      expect(queries).to.equal(0);
    });
  });
});

function checked(expression: string): Schema {
  const held: Table = table("t", [id], { checks: [check("c", expression)] });
  return schema([held]);
}

async function canonicalOf(
  connection: Connection,
  wanted: Schema,
  known?: Schema,
): ReturnType<typeof postgres.catalog.canonicalize> {
  const server =
    known === undefined
      ? await postgres.catalog.server(connection)
      : { version: 180000, versionText: "18", database: "d", defaultSchema: "public" };
  const actual = known ?? (await postgres.catalog.inspect(connection, server, {}));
  return postgres.catalog.canonicalize({ wanted, actual, connection, server });
}

/** Runs `body` as a role that may look at everything and create no schema. */
async function asReader(connection: Connection, body: () => Promise<void>): Promise<void> {
  await connection.query(
    "DO $$ BEGIN CREATE ROLE reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
  );
  await connection.query("GRANT USAGE ON SCHEMA public TO reader");
  await connection.query("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
  await connection.query("SET ROLE reader");
  try {
    await body();
  } finally {
    await connection.query("RESET ROLE");
  }
}
