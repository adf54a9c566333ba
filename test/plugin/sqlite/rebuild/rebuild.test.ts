import { expect } from "chai";
import type { Operation, OperationMap } from "../../../../src/operation/operation.js";
import { reverse, reverseAll } from "../../../../src/operation/reverse.js";
import type { Column } from "../../../../src/schema/column.js";
import { check, foreignKey, required, unique } from "../../../../src/testing/build-schema.js";
import { sqliteDrivers, withSqlite, type SqliteBench } from "../../../support/sqlite-bench.js";

const users = { name: "users" };

/** A change that no ALTER TABLE can do: another default. */
async function remake(bench: SqliteBench, table = "users"): Promise<OperationMap["alterColumn"]> {
  const from = (await bench.table(table)).columns.at(-1) as Column;
  const to: Column = { ...from, default: { kind: "value", value: 3 } };
  return { kind: "alterColumn", table: { name: table }, from, to };
}

/** Makes the table anew there and back. */
async function thereAndBack(bench: SqliteBench, table = "users"): Promise<void> {
  const operation = await remake(bench, table);
  await bench.run(operation);
  await bench.run(reverse(operation));
}

async function refusal(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => "done",
    (error: unknown) => (error as Error).message,
  );
}

const family = [
  "CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, name varchar COLLATE NOCASE NOT NULL, size integer)",
  "CREATE TABLE posts (id integer PRIMARY KEY, author integer REFERENCES users (id) ON DELETE CASCADE)",
  "INSERT INTO users VALUES (1, 'Ann', 1), (2, 'Bob', 2), (9, 'gone', 0)",
  "INSERT INTO posts VALUES (10, 1), (11, 1), (12, 2)",
];

/** Written as a rebuild writes them. */
const circle = [
  'CREATE TABLE "a" ("id" integer PRIMARY KEY NOT NULL, "b" integer, "n" integer, FOREIGN KEY ("b") REFERENCES "b" ("id") ON DELETE CASCADE)',
  'CREATE TABLE "b" ("id" integer PRIMARY KEY NOT NULL, "a" integer NOT NULL, "n" integer, FOREIGN KEY ("a") REFERENCES "a" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED)',
  'CREATE TABLE "node" ("id" integer PRIMARY KEY NOT NULL, "parent" integer, "n" integer, FOREIGN KEY ("parent") REFERENCES "node" ("id") ON DELETE SET NULL)',
  "INSERT INTO a VALUES (1, NULL, 5), (2, NULL, NULL)",
  "INSERT INTO b VALUES (7, 1, 6), (8, 2, NULL)",
  "UPDATE a SET b = id + 6",
  "INSERT INTO node VALUES (1, NULL, NULL), (2, 1, 4), (3, 3, 9)",
];

const inCircle = {
  a: [
    { id: 1, b: 7, n: 5 },
    { id: 2, b: 8, n: null },
  ],
  b: [
    { id: 7, a: 1, n: 6 },
    { id: 8, a: 2, n: null },
  ],
  node: [
    { id: 1, parent: null, n: null },
    { id: 2, parent: 1, n: 4 },
    { id: 3, parent: 3, n: 9 },
  ],
};

for (const [driver, connect] of Object.entries(sqliteDrivers)) {
  const on = (statements: readonly string[], body: (bench: SqliteBench) => Promise<void>) => () =>
    withSqlite(connect, statements, body);

  describe(`making a table anew through ${driver}`, () => {
    it(
      "keeps the rows that refer to it with ON DELETE CASCADE, there and back",
      on(family, async (bench) => {
        await thereAndBack(bench);
        expect(await bench.rows("SELECT * FROM posts")).to.deep.equal([
          { id: 10, author: 1 },
          { id: 11, author: 1 },
          { id: 12, author: 2 },
        ]);
      }),
    );

    it(
      "keeps rows that refer to each other in a circle, both tables made anew in one revision",
      on(circle, async (bench) => {
        const before = await bench.rows("SELECT name, sql FROM sqlite_master ORDER BY name");
        const operations = [
          await remake(bench, "a"),
          await remake(bench, "b"),
          await remake(bench, "node"),
        ];
        await bench.run(...operations);
        for (const [table, rows] of Object.entries(inCircle)) {
          expect(await bench.rows(`SELECT * FROM ${table} ORDER BY id`)).to.deep.equal(rows);
        }
        await bench.run(...reverseAll(operations));
        for (const [table, rows] of Object.entries(inCircle)) {
          expect(await bench.rows(`SELECT * FROM ${table} ORDER BY id`)).to.deep.equal(rows);
        }
        expect(await bench.rows("PRAGMA foreign_key_check")).to.deep.equal([]);
        expect(await bench.rows("SELECT name, sql FROM sqlite_master ORDER BY name")).to.deep.equal(
          before,
        );
      }),
    );

    it(
      "leaves the statement of the table that refers to it as it was",
      on(family, async (bench) => {
        const before = await bench.stored("posts");
        await thereAndBack(bench);
        expect(await bench.stored("posts")).to.equal(before);
      }),
    );

    it(
      "switches enforcement of foreign keys on again, also after a failure",
      on(family, async (bench) => {
        const bad: Operation = { kind: "execute", sql: "SELECT * FROM nowhere" };
        await refusal(bench.run(await remake(bench), bad));
        expect(await bench.rows("PRAGMA foreign_keys")).to.deep.equal([{ foreign_keys: 1 }]);
        expect((await bench.column("users", "size")).default).to.equal(undefined);
      }),
    );

    it(
      "refuses where foreign keys are enforced, and loses nothing",
      on(family, async (bench) => {
        const statements = await bench.compile(await remake(bench));
        expect(await bench.rows(statements[0] ?? "")).to.deep.equal([{ foreign_keys: 1 }]);
      }),
    );

    it(
      "keeps AUTOINCREMENT and its counter beyond the highest row",
      on([...family, "DELETE FROM users WHERE id = 9"], async (bench) => {
        await thereAndBack(bench);
        await bench.rows("INSERT INTO users (name) VALUES ('Cy')");
        expect(await bench.rows("SELECT max(id) AS id FROM users")).to.deep.equal([{ id: 10 }]);
      }),
    );

    it(
      "keeps COLLATE of columns",
      on(family, async (bench) => {
        await thereAndBack(bench);
        expect(await bench.rows("SELECT id FROM users WHERE name = 'ANN'")).to.have.length(1);
      }),
    );

    it(
      "keeps triggers on the table and triggers elsewhere that mention it",
      on(
        [
          ...family,
          "CREATE TRIGGER shout AFTER INSERT ON users BEGIN UPDATE users SET name = upper(name) WHERE id = new.id; END",
          "CREATE TRIGGER tally AFTER INSERT ON posts BEGIN UPDATE users SET size = size + 1 WHERE id = new.author; END",
        ],
        async (bench) => {
          const [shout, tally] = [await bench.stored("shout"), await bench.stored("tally")];
          await thereAndBack(bench);
          expect([await bench.stored("shout"), await bench.stored("tally")]).to.deep.equal([
            shout,
            tally,
          ]);
          await bench.rows("INSERT INTO users (id, name) VALUES (20, 'cy')");
          await bench.rows("INSERT INTO posts VALUES (20, 1)");
          expect(
            await bench.rows("SELECT name, size FROM users WHERE id IN (1, 20)"),
          ).to.deep.equal([
            { name: "Ann", size: 2 },
            { name: "CY", size: null },
          ]);
        },
      ),
    );

    it(
      "keeps views over the table and views over those",
      on(
        [
          ...family,
          "CREATE VIEW named AS SELECT id, name FROM users",
          "CREATE VIEW counted AS SELECT count(*) AS n FROM named",
        ],
        async (bench) => {
          await thereAndBack(bench);
          expect(await bench.rows("SELECT n FROM counted")).to.deep.equal([{ n: 3 }]);
        },
      ),
    );

    it(
      "keeps CHECKs that have no name, inline or not",
      on(
        ["CREATE TABLE users (a integer CHECK (a > 0), size integer, CHECK (a < size))"],
        async (bench) => {
          const before = (await bench.table("users")).checks;
          await thereAndBack(bench);
          expect((await bench.table("users")).checks).to.deep.equal(before);
          expect(
            await refusal(bench.rows("INSERT INTO users VALUES (2, 1)") as Promise<unknown>),
          ).to.match(/CHECK constraint failed/);
        },
      ),
    );

    it(
      "keeps descending, collated, partial and expression indexes",
      on(
        [
          ...family,
          "CREATE INDEX one ON users (name COLLATE RTRIM DESC, lower(name))",
          "CREATE UNIQUE INDEX two ON users (size) WHERE size > 5",
        ],
        async (bench) => {
          const before = (await bench.table("users")).indexes;
          await thereAndBack(bench);
          expect((await bench.table("users")).indexes).to.deep.equal(before);
          expect(before).to.have.length(2);
        },
      ),
    );

    it(
      "keeps STRICT, WITHOUT ROWID and conflict clauses",
      on(
        [
          "CREATE TABLE users (a text PRIMARY KEY ON CONFLICT REPLACE, b int NOT NULL ON CONFLICT IGNORE UNIQUE ON CONFLICT FAIL, size int) STRICT, WITHOUT ROWID",
        ],
        async (bench) => {
          const before = await bench.table("users");
          await thereAndBack(bench);
          expect(await bench.table("users")).to.deep.equal(before);
        },
      ),
    );

    it(
      "keeps deferrable and inline foreign keys, composite ones and those without columns",
      on(
        [
          "CREATE TABLE pair (a integer, b integer, PRIMARY KEY (a, b))",
          "CREATE TABLE users (a integer, b integer, c integer REFERENCES users ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED, size integer PRIMARY KEY, FOREIGN KEY (a, b) REFERENCES pair)",
          "INSERT INTO pair VALUES (1, 2)",
          "INSERT INTO users VALUES (1, 2, 5, 5), (NULL, NULL, 5, 6)",
        ],
        async (bench) => {
          const before = await bench.table("users");
          await thereAndBack(bench);
          expect(await bench.table("users")).to.deep.equal(before);
          expect(
            before.foreignKeys.map(({ referencedColumns }) => referencedColumns),
          ).to.deep.equal([["size"], ["a", "b"]]);
          expect(await bench.rows("SELECT count(*) AS n FROM users")).to.deep.equal([{ n: 2 }]);
        },
      ),
    );

    it(
      "keeps the hidden numbers of rows",
      on(
        [
          "CREATE TABLE users (name text, size integer)",
          "INSERT INTO users (rowid, name) VALUES (5, 'a'), (90, 'b')",
        ],
        async (bench) => {
          await thereAndBack(bench);
          expect(await bench.rows("SELECT rowid AS n FROM users")).to.deep.equal([
            { n: 5 },
            { n: 90 },
          ]);
        },
      ),
    );

    it(
      "does not let conflict clauses drop rows on the way",
      on(
        [
          "CREATE TABLE users (a integer, b integer, size integer)",
          "INSERT INTO users VALUES (1, 1, 1), (1, 1, 1)",
        ],
        async (bench) => {
          const constraint = { kind: "unique" as const, columns: ["a"], onConflict: "REPLACE" };
          const failed = await refusal(
            bench.run({ kind: "createConstraint", table: users, constraint }),
          );
          expect(failed).to.match(/ROWS_VIOLATE_UNIQUE/);
          expect(await bench.rows("SELECT * FROM users")).to.have.length(2);
        },
      ),
    );

    it(
      "makes generated columns out of plain ones, and plain ones with their values out of generated ones",
      on(
        ["CREATE TABLE users (a integer, size integer)", "INSERT INTO users VALUES (2, 7), (3, 8)"],
        async (bench) => {
          const from = await bench.column("users", "size");
          const generated = { kind: "expression" as const, expression: "a * 2", stored: true };
          const operation: Operation = {
            kind: "alterColumn",
            table: users,
            from,
            to: { ...from, generated },
          };
          await bench.run(operation);
          expect(await bench.rows("SELECT * FROM users")).to.deep.equal([
            { a: 2, size: 4 },
            { a: 3, size: 6 },
          ]);
          await bench.run(reverse(operation));
          expect(await bench.rows("SELECT * FROM users")).to.deep.equal([
            { a: 2, size: 4 },
            { a: 3, size: 6 },
          ]);
          expect((await bench.column("users", "size")).generated).to.equal(undefined);
        },
      ),
    );

    it(
      "copies generated columns of the table by computing them",
      on(
        [
          "CREATE TABLE users (a integer, b integer AS (a + 1) STORED, c integer GENERATED ALWAYS AS (b + 1), size integer)",
          "INSERT INTO users (a, size) VALUES (1, 1)",
        ],
        async (bench) => {
          await thereAndBack(bench);
          expect(await bench.rows("SELECT * FROM users")).to.deep.equal([
            { a: 1, b: 2, c: 3, size: 1 },
          ]);
        },
      ),
    );

    it(
      "drops a unique constraint over one column for good, named or inline",
      on(
        ["CREATE TABLE users (a text UNIQUE, b text, CONSTRAINT uq UNIQUE (b))"],
        async (bench) => {
          const drop = (constraint: ReturnType<typeof unique>): Operation => ({
            kind: "dropConstraint",
            table: users,
            constraint,
          });
          await bench.run(drop(unique("UQ_by_another_name", "a")));
          await bench.run(drop(unique("uq", "b")));
          expect((await bench.table("users")).uniques).to.deep.equal([]);
          await bench.rows("INSERT INTO users VALUES ('x', 'x'), ('x', 'x')");
        },
      ),
    );

    it(
      "replaces the CHECK of an enumeration",
      on(
        [
          "CREATE TABLE users (state varchar CHECK( \"state\" IN ('a','b') ) NOT NULL, size integer)",
          "INSERT INTO users VALUES ('a', 1)",
        ],
        async (bench) => {
          const [held] = (await bench.table("users")).checks;
          const more = { kind: "check" as const, expression: "\"state\" IN ('a','b','c')" };
          await bench.run({
            kind: "batchAlterTable",
            table: users,
            operations: [
              { kind: "dropConstraint", table: users, constraint: held ?? more },
              { kind: "createConstraint", table: users, constraint: more },
            ],
          });
          await bench.rows("INSERT INTO users VALUES ('c', 1)");
          expect((await bench.table("users")).checks).to.deep.equal([more]);
        },
      ),
    );

    it(
      "adds a CHECK that is neither true nor false of a row",
      on(["CREATE TABLE users (a text)", "INSERT INTO users VALUES (NULL)"], async (bench) => {
        await bench.run({
          kind: "createConstraint",
          table: users,
          constraint: check("ck", "a <> 'x'"),
        });
        expect(await bench.rows("SELECT * FROM users")).to.have.length(1);
      }),
    );

    it(
      "happens once for a whole batch",
      on(family, async (bench) => {
        const change = await remake(bench);
        const name = await bench.column("users", "name");
        const batch: Operation = {
          kind: "batchAlterTable",
          table: users,
          operations: [
            change,
            {
              kind: "alterColumn",
              table: users,
              from: name,
              to: { ...name, type: { name: "text" } },
            },
            {
              kind: "addColumn",
              table: users,
              column: required("age", "integer", { default: { kind: "expression", sql: "1 + 1" } }),
            },
            { kind: "createConstraint", table: users, constraint: unique("uq", "name") },
            {
              kind: "createIndex",
              table: users,
              index: { name: "ix", keys: [{ column: "age" }], unique: false },
            },
          ],
        };
        const statements = await bench.compile(batch);
        expect(statements.filter((sql) => sql.startsWith("CREATE TABLE"))).to.have.length(1);
        await bench.run(batch);
        expect(await bench.rows("SELECT name, size, age FROM users WHERE id = 1")).to.deep.equal([
          { name: "Ann", size: 1, age: 2 },
        ]);
        await bench.run(reverse(batch));
        expect(await bench.rows("SELECT * FROM users WHERE id = 1")).to.deep.equal([
          { id: 1, name: "Ann", size: 1 },
        ]);
      }),
    );

    it(
      "works on tables and columns whatever their names",
      on(
        [
          'CREATE TABLE "a.b "" c" ("se lect" text, [x.y] text, `q"r` integer)',
          "INSERT INTO \"a.b \"\" c\" VALUES ('1', '2', 3)",
          'CREATE INDEX "i.x" ON "a.b "" c" ([x.y])',
        ],
        async (bench) => {
          await thereAndBack(bench, 'a.b " c');
          expect(await bench.rows('SELECT * FROM "a.b "" c"')).to.deep.equal([
            { "se lect": "1", "x.y": "2", 'q"r': 3 },
          ]);
        },
      ),
    );

    it(
      "follows a rename of a column into views, triggers, indexes, checks and other tables' keys",
      on(
        [
          "CREATE TABLE users (code text PRIMARY KEY, size integer, CHECK (code <> ''))",
          "CREATE TABLE posts (author text REFERENCES users (code))",
          "CREATE INDEX ix ON users (lower(code)) WHERE code IS NOT NULL",
          "CREATE VIEW coded AS SELECT code FROM users",
          "CREATE TRIGGER t AFTER DELETE ON users BEGIN DELETE FROM posts WHERE author = old.code; END",
          "INSERT INTO users VALUES ('a', 1)",
          "INSERT INTO posts VALUES ('a')",
        ],
        async (bench) => {
          const batch: Operation = {
            kind: "batchAlterTable",
            table: users,
            operations: [
              { kind: "renameColumn", table: users, from: "code", to: "key" },
              await remake(bench),
            ],
          };
          const before = await bench.table("users");
          await bench.run(batch);
          expect(await bench.rows("SELECT * FROM coded")).to.deep.equal([{ key: "a" }]);
          expect((await bench.table("posts")).foreignKeys[0]?.referencedColumns).to.deep.equal([
            "key",
          ]);
          expect(await bench.stored("t")).to.contain('old."key"');
          await bench.run(reverse(batch));
          const after = await bench.table("users");
          expect(after.columns).to.deep.equal(before.columns);
          expect(
            await bench.rows("SELECT * FROM posts JOIN users ON code = author"),
          ).to.have.length(1);
        },
      ),
    );

    it(
      "swaps the names of two columns, and gives an old name to a new column",
      on(
        [
          "CREATE TABLE users (a integer, b integer, c integer)",
          "INSERT INTO users VALUES (1, 2, 3)",
        ],
        async (bench) => {
          const renames = [
            ["a", "old"],
            ["b", "a"],
            ["old", "b"],
            ["c", "d"],
          ] as const;
          await bench.run({
            kind: "batchAlterTable",
            table: users,
            operations: [
              await remake(bench),
              ...renames.map(([from, to]): Operation => ({
                kind: "renameColumn",
                table: users,
                from,
                to,
              })),
              {
                kind: "addColumn",
                table: users,
                column: required("c", "integer", { default: { kind: "value", value: 9 } }),
              },
            ],
          });
          expect(await bench.rows("SELECT a, b, c, d FROM users")).to.deep.equal([
            { a: 2, b: 1, c: 9, d: 3 },
          ]);
        },
      ),
    );
  });

  describe(`rows that stand against a change, through ${driver}`, () => {
    const cases: readonly {
      readonly title: string;
      readonly operation: (bench: SqliteBench) => Promise<Operation>;
      readonly message: RegExp;
    }[] = [
      {
        title: "words where numbers are to be",
        operation: async (bench) =>
          alter(await bench.column("users", "word"), { type: { name: "integer" } }),
        message: /ROWS_NOT_CONVERTIBLE.*"word" of "users" is to change from text to integer/,
      },
      {
        title: "numbers with zeros before them",
        operation: async (bench) =>
          alter(await bench.column("users", "zip"), { type: { name: "integer" } }),
        message: /ROWS_NOT_CONVERTIBLE/,
      },
      {
        title: "NULL where none may be",
        operation: async (bench) => alter(await bench.column("users", "gap"), { nullable: false }),
        message: /ROWS_VIOLATE_NOT_NULL.*"gap"/,
      },
      {
        title: "a new column that must be filled",
        operation: async () => ({
          kind: "addColumn",
          table: users,
          column: required("more", "text"),
        }),
        message: /ROWS_VIOLATE_NOT_NULL.*"more"/,
      },
      {
        title: "a value twice",
        operation: async () => ({
          kind: "createConstraint",
          table: users,
          constraint: unique("uq", "twice"),
        }),
        message: /ROWS_VIOLATE_UNIQUE.*"twice"/,
      },
      {
        title: "a value twice under a unique index",
        operation: async () => ({
          kind: "createIndex",
          table: users,
          index: { name: "ix", keys: [{ expression: "lower(twice)" }], unique: true },
        }),
        message: /ROWS_VIOLATE_UNIQUE/,
      },
      {
        title: "a broken condition",
        operation: async () => ({
          kind: "createConstraint",
          table: users,
          constraint: check("ck", "id > 1"),
        }),
        message: /ROWS_VIOLATE_CHECK.*id > 1/,
      },
      {
        title: "a reference to nothing",
        operation: async () => ({
          kind: "createConstraint",
          table: users,
          constraint: foreignKey("fk", ["id"], "others"),
        }),
        message: /row 2 of "users" refers to a missing row of "others"/,
      },
    ];

    for (const { title, operation, message } of cases) {
      it(
        `${title} stop it with a word about them, and nothing has changed`,
        on(
          [
            "CREATE TABLE others (id integer PRIMARY KEY)",
            "INSERT INTO others VALUES (1)",
            "CREATE TABLE users (id integer PRIMARY KEY, word text, zip text, gap text, twice text)",
            "INSERT INTO users VALUES (1, '5', '007', 'x', 'a'), (2, 'x', '1', NULL, 'A'), (3, 'x', '1', NULL, 'A')",
          ],
          async (bench) => {
            const before = [await bench.stored("users"), await bench.rows("SELECT * FROM users")];
            expect(await refusal(bench.run(await operation(bench)))).to.match(message);
            expect([
              await bench.stored("users"),
              await bench.rows("SELECT * FROM users"),
            ]).to.deep.equal(before);
          },
        ),
      );
    }

    it(
      "an expression of the author converts what SQLite would not",
      on(
        [
          "CREATE TABLE users (id integer PRIMARY KEY, zip text)",
          "INSERT INTO users VALUES (1, '007'), (2, 'x')",
        ],
        async (bench) => {
          const from = await bench.column("users", "zip");
          await bench.run({
            ...alter(from, { type: { name: "integer" } }),
            using: "CAST(zip AS INTEGER)",
          });
          expect(await bench.rows("SELECT zip FROM users")).to.deep.equal([{ zip: 7 }, { zip: 0 }]);
        },
      ),
    );
  });
}

function alter(from: Column, change: Partial<Column>): OperationMap["alterColumn"] {
  return { kind: "alterColumn", table: users, from, to: { ...from, ...change } };
}
