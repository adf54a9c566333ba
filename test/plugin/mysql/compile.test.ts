import { expect } from "chai";
import { compile } from "../../../plugin/mysql/compile/compile.js";
import type { Operation } from "../../../src/operation/operation.js";
import type { Server } from "../../../src/plugin/catalog.js";
import type { Table } from "../../../src/schema/table.js";
import {
  check,
  column,
  foreignKey,
  index,
  required,
  schema,
  table,
} from "../../../src/testing/build-schema.js";
import { codeOf } from "../../support/code-of.js";

const server = (product: string, version: number): Server => ({
  product,
  version,
  versionText: "",
  database: "app",
  defaultSchema: "app",
});
const mysql = server("mysql", 80036);
const mariadb = server("mariadb", 101100);
const item = { name: "item" };

async function textsOf(
  operation: Operation,
  held: Server | undefined,
  tables: readonly Table[] = [],
): Promise<readonly string[]> {
  const context = {
    ...(held === undefined ? {} : { server: held }),
    state: () => Promise.resolve(schema(tables)),
  };
  return (await compile(operation, context)).map(({ sql }) => sql);
}

type Text = {
  readonly title: string;
  readonly operation: Operation;
  readonly tables?: readonly Table[];
  readonly mysql: readonly string[];
  /** Default: as MySQL. */
  readonly mariadb?: readonly string[];
};

const key = foreignKey("fa", ["a"], "owner");
const plain = table("item", [required("id", "int"), column("a", "int")]);

const texts: readonly Text[] = [
  {
    title: "a table with everything on it in one statement",
    operation: {
      kind: "createTable",
      table: {
        ...plain,
        uniques: [{ kind: "unique", name: "ua", columns: ["a"] }],
        indexes: [index("ia", ["a"])],
        checks: [check("ca", "`a` > 0")],
        foreignKeys: [key],
        comment: "it's",
        options: { charset: "latin1", collation: "latin1_bin", rowFormat: "DYNAMIC" },
      },
    },
    mysql: [
      "CREATE TABLE `item` (\n  `id` int NOT NULL,\n  `a` int NULL,\n  PRIMARY KEY (`id`),\n  UNIQUE INDEX `ua` (`a`),\n  INDEX `ia` (`a`),\n  CONSTRAINT `ca` CHECK (`a` > 0),\n  CONSTRAINT `fa` FOREIGN KEY (`a`) REFERENCES `owner` (`id`) ON DELETE NO ACTION ON UPDATE NO ACTION\n) ENGINE=InnoDB DEFAULT CHARACTER SET=latin1 COLLATE=latin1_bin ROW_FORMAT=DYNAMIC COMMENT='it''s'",
    ],
  },
  {
    title: "a foreign key that goes, and the index of it",
    operation: { kind: "dropConstraint", table: item, constraint: key },
    tables: [{ ...plain, foreignKeys: [key] }],
    mysql: ["ALTER TABLE `item` DROP FOREIGN KEY `fa`, DROP INDEX `fa`"],
    mariadb: ["ALTER TABLE `item` DROP FOREIGN KEY `fa`, DROP INDEX IF EXISTS `fa`"],
  },
  {
    title: "a foreign key that goes, where another index had served it",
    operation: { kind: "dropConstraint", table: item, constraint: key },
    tables: [{ ...plain, foreignKeys: [key], indexes: [index("ia", ["a", "id"])] }],
    mysql: ["ALTER TABLE `item` DROP FOREIGN KEY `fa`"],
    mariadb: ["ALTER TABLE `item` DROP FOREIGN KEY `fa`, DROP INDEX IF EXISTS `fa`"],
  },
  {
    title: "a foreign key under another name",
    operation: { kind: "renameConstraint", table: item, constraint: key, to: "fb" },
    tables: [{ ...plain, foreignKeys: [key] }],
    mysql: [
      "ALTER TABLE `item` DROP FOREIGN KEY `fa`, DROP INDEX `fa`",
      "ALTER TABLE `item` ADD CONSTRAINT `fb` FOREIGN KEY (`a`) REFERENCES `owner` (`id`) ON DELETE NO ACTION ON UPDATE NO ACTION",
    ],
    mariadb: [
      "ALTER TABLE `item` DROP FOREIGN KEY `fa`, DROP INDEX IF EXISTS `fa`, ADD CONSTRAINT `fb` FOREIGN KEY (`a`) REFERENCES `owner` (`id`) ON DELETE NO ACTION ON UPDATE NO ACTION",
    ],
  },
  {
    title: "a check that goes",
    operation: { kind: "dropConstraint", table: item, constraint: check("ca", "`a` > 0") },
    tables: [{ ...plain, checks: [check("ca", "`a` > 0")] }],
    mysql: ["ALTER TABLE `item` DROP CHECK `ca`"],
    mariadb: ["ALTER TABLE `item` DROP CONSTRAINT `ca`"],
  },
  {
    title: "a change while others go on",
    operation: { kind: "addColumn", table: item, column: column("b", "int"), online: true },
    tables: [plain],
    mysql: ["ALTER TABLE `item` ADD COLUMN `b` int NULL, LOCK=NONE"],
    mariadb: ["ALTER TABLE `item` ADD COLUMN `b` int NULL, ALGORITHM=INPLACE, LOCK=NONE"],
  },
  {
    title: "an index while others go on",
    operation: {
      kind: "createIndex",
      table: item,
      index: index("ia", ["a"]),
      concurrently: true,
    },
    tables: [plain],
    mysql: ["ALTER TABLE `item` ADD INDEX `ia` (`a`), LOCK=NONE"],
    mariadb: ["ALTER TABLE `item` ADD INDEX `ia` (`a`), ALGORITHM=INPLACE, LOCK=NONE"],
  },
  {
    title: "a stated algorithm",
    operation: {
      kind: "addColumn",
      table: item,
      column: column("b", "int"),
      online: true,
      algorithm: "instant",
    },
    tables: [plain],
    mysql: ["ALTER TABLE `item` ADD COLUMN `b` int NULL, ALGORITHM=INSTANT"],
  },
  {
    title: "changes that may hold up others, and those that may not, apart",
    operation: {
      kind: "batchAlterTable",
      table: item,
      operations: [
        { kind: "addColumn", table: item, column: column("b", "int"), online: true },
        { kind: "addColumn", table: item, column: column("c", "int") },
        { kind: "addColumn", table: item, column: column("d", "int") },
      ],
    },
    tables: [plain],
    mysql: [
      "ALTER TABLE `item` ADD COLUMN `b` int NULL, LOCK=NONE",
      "ALTER TABLE `item` ADD COLUMN `c` int NULL, ADD COLUMN `d` int NULL",
    ],
    mariadb: [
      "ALTER TABLE `item` ADD COLUMN `b` int NULL, ALGORITHM=INPLACE, LOCK=NONE",
      "ALTER TABLE `item` ADD COLUMN `c` int NULL, ADD COLUMN `d` int NULL",
    ],
  },
  {
    title: "changes of which one asks the rows something: it asks before anything is changed",
    operation: {
      kind: "batchAlterTable",
      table: item,
      operations: [
        { kind: "addColumn", table: item, column: column("b", "int"), online: true },
        {
          kind: "alterColumn",
          table: item,
          from: column("a", "int"),
          to: required("a", "int"),
        },
      ],
    },
    tables: [plain],
    mysql: [
      "SELECT `id`, `a` FROM `item` WHERE `a` IS NULL LIMIT 5",
      "ALTER TABLE `item` ADD COLUMN `b` int NULL, LOCK=NONE",
      "ALTER TABLE `item` MODIFY COLUMN `a` int NOT NULL",
    ],
    mariadb: [
      "SELECT `id`, `a` FROM `item` WHERE `a` IS NULL LIMIT 5",
      "ALTER TABLE `item` ADD COLUMN `b` int NULL, ALGORITHM=INPLACE, LOCK=NONE",
      "ALTER TABLE `item` MODIFY COLUMN `a` int NOT NULL",
    ],
  },
  {
    title: "a table of another database, with a foreign key into the own one",
    operation: {
      kind: "createConstraint",
      table: { schema: "log", name: "item" },
      constraint: key,
    },
    tables: [{ ...plain, schema: "log" }],
    mysql: [
      "ALTER TABLE `log`.`item` ADD CONSTRAINT `fa` FOREIGN KEY (`a`) REFERENCES `app`.`owner` (`id`) ON DELETE NO ACTION ON UPDATE NO ACTION",
    ],
  },
  {
    title: "a renamed column under a check",
    operation: { kind: "renameColumn", table: item, from: "a", to: "b" },
    tables: [{ ...plain, checks: [check("ca", "`a` > 0")] }],
    mysql: [
      "ALTER TABLE `item` DROP CHECK `ca`, RENAME COLUMN `a` TO `b`, ADD CONSTRAINT `ca` CHECK (`b` > 0)",
    ],
    mariadb: ["ALTER TABLE `item` RENAME COLUMN `a` TO `b`"],
  },
  {
    title: "a renamed column of a foreign key, apart from what copies the table",
    operation: {
      kind: "batchAlterTable",
      table: item,
      operations: [
        { kind: "renameColumn", table: item, from: "a", to: "b" },
        { kind: "addColumn", table: item, column: column("c", "int") },
      ],
    },
    tables: [{ ...plain, foreignKeys: [key], checks: [check("ca", "`a` > 0")] }],
    mysql: [
      "ALTER TABLE `item` DROP CHECK `ca`",
      "ALTER TABLE `item` RENAME COLUMN `a` TO `b`",
      "ALTER TABLE `item` ADD CONSTRAINT `ca` CHECK (`b` > 0), ADD COLUMN `c` int NULL",
    ],
    mariadb: [
      "ALTER TABLE `item` RENAME COLUMN `a` TO `b`",
      "ALTER TABLE `item` ADD COLUMN `c` int NULL",
    ],
  },
  {
    title: "what is there already, or gone, not at all",
    operation: {
      kind: "batchAlterTable",
      table: item,
      operations: [
        { kind: "addColumn", table: item, column: column("a", "int"), ifNotExists: true },
        { kind: "dropColumn", table: item, column: column("z", "int"), ifExists: true },
        { kind: "dropIndex", table: item, index: index("iz", []), ifExists: true },
      ],
    },
    tables: [plain],
    mysql: [],
  },
  {
    title: "a view that comes back after it stepped aside",
    operation: {
      kind: "createView",
      view: { name: "v", definition: "SELECT 1 AS a", materialized: false, indexes: [] },
      aside: true,
    },
    mysql: ["CREATE OR REPLACE VIEW `v` AS SELECT 1 AS a"],
  },
];

describe("the SQL of MySQL and MariaDB for", () => {
  for (const { title, operation, tables, ...expected } of texts) {
    it(title, async () => {
      expect(await textsOf(operation, mysql, tables)).to.deep.equal(expected.mysql);
      expect(await textsOf(operation, mariadb, tables)).to.deep.equal(
        expected.mariadb ?? expected.mysql,
      );
    });
  }
});

const refused: readonly (readonly [title: string, operation: Operation, held: Server])[] = [
  ["an enum type", { kind: "createEnum", enum: { name: "mood", values: ["a"] } }, mysql],
  ["an extension", { kind: "createExtension", extension: { name: "x" } }, mysql],
  ["a sequence on MySQL", { kind: "createSequence", sequence: { name: "s" } }, mysql],
  [
    "a materialized view",
    {
      kind: "createView",
      view: { name: "v", definition: "SELECT 1", materialized: true, indexes: [] },
    },
    mariadb,
  ],
  [
    "an exclusion constraint",
    {
      kind: "createConstraint",
      table: item,
      constraint: { kind: "exclude", expression: "USING gist (a WITH =)" },
    },
    mysql,
  ],
  [
    "a partial index",
    { kind: "createIndex", table: item, index: index("ia", ["a"], { where: "a > 0" }) },
    mysql,
  ],
  [
    "an index over an expression on MariaDB",
    {
      kind: "createIndex",
      table: item,
      index: { name: "ia", keys: [{ expression: "lower(a)" }], unique: false },
    },
    mariadb,
  ],
  [
    "a check that no row is held to on MariaDB",
    {
      kind: "createConstraint",
      table: item,
      constraint: { kind: "check", name: "c", expression: "a > 0", notEnforced: true },
    },
    mariadb,
  ],
  [
    "a deferrable foreign key",
    {
      kind: "createConstraint",
      table: item,
      constraint: { ...key, deferrable: "INITIALLY DEFERRED" },
    },
    mysql,
  ],
  [
    "an option of other databases",
    { kind: "alterTableOptions", table: item, from: {}, to: { unlogged: true } },
    mysql,
  ],
  [
    "a check of rows that were not checked",
    { kind: "validateConstraint", table: item, name: "c" },
    mysql,
  ],
];

describe("MySQL and MariaDB refuse, and name another way for", () => {
  for (const [title, operation, held] of refused) {
    it(title, async () => {
      expect(await codeOf(textsOf(operation, held, [plain]))).to.equal("UNSUPPORTED_OPERATION");
    });
  }
});
