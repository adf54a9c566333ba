import { expect } from "chai";
import { postgres } from "../../../plugin/postgres/index.js";
import { diff } from "../../../src/diff/diff.js";
import { reverseAll } from "../../../src/operation/reverse.js";
import type { Schema } from "../../../src/schema/schema.js";
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
  perform,
  synchronize,
  workbench,
} from "../../../src/testing/workbench.js";
import { postgresVersion } from "../../support/postgres.js";

const id = required("id", "integer");
const a = column("a", "text");
const b = column("b", "integer");
const key = { primaryKey: { kind: "primaryKey" as const, name: "item_pkey", columns: ["id"] } };
const item = (rest: Parameters<typeof table>[2] = {}): Schema =>
  schema([table("item", [id, a, b], { ...key, ...rest })]);
const head = "CREATE TABLE item (id integer PRIMARY KEY, a text, b integer)";

/** What was made by hand, and the most that entities can say of it. */
const scenarios: readonly (readonly [
  title: string,
  sql: readonly string[],
  wanted: Schema,
  since?: number,
])[] = [
  [
    "INCLUDE",
    [head, "CREATE INDEX i ON item (a) INCLUDE (b)"],
    item({ indexes: [index("i", ["a"])] }),
  ],
  [
    "a unique key with INCLUDE",
    [head, "ALTER TABLE item ADD CONSTRAINT u UNIQUE (a) INCLUDE (b)"],
    item({ uniques: [unique("u", "a")] }),
  ],
  [
    "DESC NULLS LAST",
    [head, "CREATE INDEX i ON item (a DESC NULLS LAST, b NULLS FIRST)"],
    item({ indexes: [index("i", ["a", "b"])] }),
  ],
  [
    "an operator class",
    [head, "CREATE INDEX i ON item (a text_pattern_ops)"],
    item({ indexes: [index("i", ["a"])] }),
  ],
  [
    "a collation of a key",
    [head, 'CREATE INDEX i ON item (a COLLATE "POSIX")'],
    item({ indexes: [index("i", ["a"])] }),
  ],
  [
    "NULLS NOT DISTINCT",
    [
      head,
      "CREATE UNIQUE INDEX i ON item (a) NULLS NOT DISTINCT",
      "ALTER TABLE item ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (b)",
    ],
    item({ indexes: [{ ...index("i", ["a"]), unique: true }], uniques: [unique("u", "b")] }),
    15,
  ],
  [
    "storage parameters",
    [`${head} WITH (fillfactor=70)`, "CREATE INDEX i ON item (a) WITH (fillfactor=60)"],
    item({ indexes: [index("i", ["a"])] }),
  ],
  ["UNLOGGED", ["CREATE UNLOGGED TABLE item (id integer PRIMARY KEY, a text, b integer)"], item()],
  [
    "NOT VALID",
    [
      head,
      "ALTER TABLE item ADD CONSTRAINT c CHECK (b > 0) NOT VALID",
      "ALTER TABLE item ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES item NOT VALID",
    ],
    item({
      checks: [check("c", "b > 0")],
      foreignKeys: [foreignKey("f", ["b"], "item")],
    }),
  ],
  [
    "NOT ENFORCED",
    [
      head,
      "ALTER TABLE item ADD CONSTRAINT c CHECK (b > 0) NOT ENFORCED",
      "ALTER TABLE item ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES item NOT ENFORCED",
    ],
    item({
      checks: [check("c", "b > 0")],
      foreignKeys: [foreignKey("f", ["b"], "item")],
    }),
    18,
  ],
  [
    "NO INHERIT",
    [head, "ALTER TABLE item ADD CONSTRAINT c CHECK (b > 0) NO INHERIT"],
    item({ checks: [check("c", "b > 0")] }),
  ],
  [
    "a partition key within the primary key",
    [
      "CREATE TABLE item (id integer, a text, b integer, PRIMARY KEY (id, b)) PARTITION BY RANGE (b)",
      "CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (1) TO (9)",
      "CREATE INDEX i ON item (a)",
    ],
    schema([
      table("item", [id, a, { ...b, nullable: false }], { ...key, indexes: [index("i", ["a"])] }),
    ]),
  ],
];

describe("what entities have no words for, on PostgreSQL", () => {
  for (const [title, sql, wanted, since = 0] of scenarios) {
    it(`stays as it is: ${title}`, async function () {
      if (postgresVersion < since) this.skip();
      await withPostgresConnection(async (connection) => {
        for (const statement of sql) await connection.query(statement);
        const bench = await workbench(postgres, connection);
        expect(await autogenerate(bench, wanted)).to.deep.equal([]);
      });
    });
  }

  const effects: readonly (readonly [effect: string, since: number])[] = [
    ["NOT VALID", 12],
    ["NOT ENFORCED", 18],
  ];
  for (const [effect, since] of effects) {
    it(`stays as it is when its column and its table are renamed, there and back: ${effect}`, async function () {
      if (postgresVersion < since) this.skip();
      await withPostgresConnection(async (connection) => {
        for (const sql of [
          head,
          "INSERT INTO item VALUES (1, '', -5)",
          `ALTER TABLE item ADD CONSTRAINT c CHECK (b > 0) ${effect}`,
          `ALTER TABLE item ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES item ${effect}`,
        ])
          await connection.query(sql);
        const bench = await workbench(postgres, connection);
        const wanted = schema([
          table("thing", [id, a, column("d", "integer")], {
            ...key,
            checks: [check("c", "d > 0")],
            foreignKeys: [foreignKey("f_of_d", ["d"], "thing")],
          }),
        ]);
        const before = await look(bench);
        const { operations } = diff({
          from: before,
          to: await canonical(bench, wanted),
          renames: [
            { kind: "table", from: { name: "item" }, to: { name: "thing" } },
            { kind: "column", table: { name: "thing" }, from: "b", to: "d" },
          ],
        });
        expect(operations.map(({ kind }) => kind)).to.deep.equal([
          "renameTable",
          "renameColumn",
          "renameConstraint",
        ]);
        await perform(bench, operations);
        expect(await autogenerate(bench, wanted)).to.deep.equal([]);
        await perform(bench, reverseAll(operations));
        expect(await look(bench)).to.deep.equal(before);
      });
    });
  }

  it("an index whose build failed is made again", async () => {
    await withPostgresConnection(async (connection) => {
      await connection.query(head);
      await connection.query("INSERT INTO item VALUES (1, 'x'), (2, 'x')");
      await connection
        .query("CREATE UNIQUE INDEX CONCURRENTLY i ON item (a)")
        .catch(() => undefined);
      const bench = await workbench(postgres, connection);
      const wanted = item({ indexes: [{ ...index("i", ["a"]), unique: true }] });
      const operations = await autogenerate(bench, wanted);
      expect(operations.map(({ kind }) => kind)).to.deep.equal(["dropIndex", "createIndex"]);
    });
  });

  /** A constraint that rows were never checked for, and another one of its name that the entities want. */
  const others: readonly (readonly [title: string, sql: string, wanted: Schema])[] = [
    [
      "a check of another condition",
      "ALTER TABLE item ADD CONSTRAINT c CHECK (b > 0) NOT VALID",
      item({ checks: [check("c", "b < 9")] }),
    ],
    [
      "a foreign key of another column",
      "ALTER TABLE item ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES item NOT VALID",
      item({ foreignKeys: [foreignKey("f", ["id"], "item")] }),
    ],
    [
      "a foreign key to another table",
      "ALTER TABLE item ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES item NOT VALID",
      schema([
        ...item({ foreignKeys: [foreignKey("f", ["b"], "other")] }).tables,
        table("other", [id], { key: ["id"] }),
      ]),
    ],
  ];

  for (const [title, sql, wanted] of others) {
    it(`NOT VALID does not pass to ${title}`, async () => {
      await withPostgresConnection(async (connection) => {
        for (const statement of [head, "CREATE TABLE other (id integer PRIMARY KEY)", sql])
          await connection.query(statement);
        const bench = await workbench(postgres, connection);
        await synchronize(bench, wanted);
        const rows = await connection.query(
          "SELECT conname::text AS name, convalidated AS valid FROM pg_constraint WHERE conname IN ('c', 'f')",
        );
        expect(rows).to.deep.equal([{ name: title.includes("check") ? "c" : "f", valid: true }]);
        expect(await autogenerate(bench, wanted)).to.deep.equal([]);
      });
    });
  }

  it("a direction that is stated for one key leaves none of the others as it was", async () => {
    await withPostgresConnection(async (connection) => {
      await connection.query(head);
      await connection.query("CREATE INDEX i ON item (a DESC, b)");
      const bench = await workbench(postgres, connection);
      const keys = [{ column: "a" }, { column: "b", descending: true }];
      const wanted = item({ indexes: [{ ...index("i", []), keys }] });
      await synchronize(bench, wanted);
      const [row] = await connection.query("SELECT pg_get_indexdef('i'::regclass) AS text");
      expect(row?.["text"]).to.contain("(a, b DESC)");
      expect(await autogenerate(bench, wanted)).to.deep.equal([]);
    });
  });

  /** What may live in a schema beside what is compared. */
  const inhabitants: Readonly<Record<string, string>> = {
    "a function": "CREATE FUNCTION s.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "a domain": "CREATE DOMAIN s.d AS text",
    "a composite type": "CREATE TYPE s.c AS (a integer)",
    "an extension": "CREATE EXTENSION citext SCHEMA s",
  };

  for (const [what, sql] of Object.entries(inhabitants)) {
    it(`a schema in which ${what} lives is not dropped`, async () => {
      await withPostgresConnection(async (connection) => {
        await connection.query("CREATE SCHEMA s");
        const bench = await workbench(postgres, connection, ["s"]);
        const kinds = async () => (await autogenerate(bench, schema([]))).map(({ kind }) => kind);
        expect(await kinds()).to.deep.equal(["dropSchema"]);
        await connection.query(sql);
        expect(await kinds()).to.deep.equal([]);
      });
    });
  }
});
