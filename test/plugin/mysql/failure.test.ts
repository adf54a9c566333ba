import { expect } from "chai";
import { mysql } from "../../../plugin/mysql/index.js";
import { readDatabaseError } from "../../../src/runner/database-failure.js";
import { describeOnMysql, withMysqlDatabase } from "../../support/connection-mysql.js";
import { itOnProduct, type Product } from "../../support/mysql-product.js";

type Failure = {
  readonly title: string;
  /** Default: both products. */
  readonly only?: Product;
  readonly before: readonly string[];
  readonly fails: string;
  readonly advice: string;
};

const parent = "CREATE TABLE parent (id int PRIMARY KEY)";
const child =
  "CREATE TABLE child (id int PRIMARY KEY, a int, CONSTRAINT fa FOREIGN KEY (a) REFERENCES parent (id))";
const item = "CREATE TABLE item (id int PRIMARY KEY, a varchar(10), b int)";

const failures: readonly Failure[] = [
  {
    title: "an index that a foreign key needs",
    before: [parent, child],
    fails: "ALTER TABLE child DROP INDEX fa",
    advice: "same op.batchAlterTable",
  },
  {
    title: "a column that a foreign key rests on",
    before: [parent, child],
    fails: "ALTER TABLE child MODIFY a bigint",
    advice: "both of its ends",
  },
  {
    title: "a foreign key between columns that differ",
    before: [parent, item],
    fails: "ALTER TABLE item ADD FOREIGN KEY (a) REFERENCES parent (id)",
    advice: "same type",
  },
  {
    title: "rows that refer to rows that are not there",
    before: [parent, item, "INSERT INTO item VALUES (1, 'x', 7)"],
    fails: "ALTER TABLE item ADD FOREIGN KEY (b) REFERENCES parent (id)",
    advice: "LEFT JOIN",
  },
  {
    title: "a row that others refer to",
    before: [parent, child, "INSERT INTO parent VALUES (1)", "INSERT INTO child VALUES (1, 1)"],
    fails: "DELETE FROM parent",
    advice: "Rows of another table refer to this",
  },
  {
    title: "values that stand in several rows",
    before: [item, "INSERT INTO item VALUES (1, 'a', 1), (2, 'A', 1)"],
    fails: "ALTER TABLE item ADD UNIQUE (a)",
    advice: "duplicates",
  },
  {
    title: "a value that is too long",
    before: [item, "INSERT INTO item VALUES (1, 'abcdef', 1)"],
    fails: "ALTER TABLE item MODIFY a varchar(3)",
    advice: "`using`",
  },
  {
    title: "a number that is too large",
    before: [item, "INSERT INTO item VALUES (1, 'a', 70000)"],
    fails: "ALTER TABLE item MODIFY b smallint",
    advice: "`using`",
  },
  {
    title: "a row that breaks a condition",
    before: [item, "INSERT INTO item VALUES (1, 'a', 0)"],
    fails: "ALTER TABLE item ADD CHECK (b > 0)",
    advice: "breaks the condition",
  },
  {
    title: "a column that is there",
    before: [item],
    fails: "ALTER TABLE item ADD a int",
    advice: "ifNotExists",
  },
  {
    title: "an index that is not there",
    before: [item],
    fails: "ALTER TABLE item DROP INDEX nothing",
    advice: "ifExists",
  },
  {
    title: "a text that is indexed as a whole",
    before: ["CREATE TABLE item (a text NOT NULL)"],
    fails: "ALTER TABLE item ADD PRIMARY KEY (a)",
    advice: "length: 100",
  },
  {
    title: "a key that is too long",
    before: ["CREATE TABLE item (a varchar(2000) NOT NULL)"],
    fails: "ALTER TABLE item ADD PRIMARY KEY (a)",
    advice: "length: 191",
  },
  {
    title: "a row that is too long",
    before: [item],
    fails: "ALTER TABLE item ADD c varchar(16000), ADD d varchar(16000)",
    advice: "text",
  },
  {
    title: "a counting column without a key",
    before: ["CREATE TABLE item (id int)"],
    fails: "ALTER TABLE item MODIFY id int AUTO_INCREMENT",
    advice: "first of a key",
  },
  {
    title: "a key referred to that is not unique",
    only: "mysql",
    before: [item, "CREATE TABLE child (a int)", "ALTER TABLE item ADD KEY (b)"],
    fails: "ALTER TABLE child ADD FOREIGN KEY (a) REFERENCES item (b)",
    advice: "unique index of just these columns",
  },
  {
    title: "a primary key that others refer to",
    only: "mysql",
    before: [parent, child],
    fails: "ALTER TABLE parent ADD a int NOT NULL, DROP PRIMARY KEY, ADD PRIMARY KEY (id, a)",
    advice: "a unique one of just them",
  },
  {
    title: "a foreign key to a table that is not there",
    only: "mysql",
    before: [item],
    fails: "ALTER TABLE item ADD FOREIGN KEY (b) REFERENCES nothing (id)",
    advice: "Create the referenced table",
  },
  {
    title: "a foreign key to a column that is not there",
    only: "mysql",
    before: [parent, item],
    fails: "ALTER TABLE item ADD FOREIGN KEY (b) REFERENCES parent (nothing)",
    advice: "Create the referenced table or column",
  },
  {
    title: "the name of a foreign key of another table",
    before: [parent, child, item],
    fails: "ALTER TABLE item ADD CONSTRAINT fa FOREIGN KEY (b) REFERENCES parent (id)",
    advice: "name",
  },
  {
    title: "the name of a check of another table",
    only: "mysql",
    before: [item, "CREATE TABLE other (a int, CONSTRAINT ck CHECK (a > 0))"],
    fails: "ALTER TABLE item ADD CONSTRAINT ck CHECK (b > 0)",
    advice: "once in a whole database",
  },
  {
    title: "a table that others refer to",
    before: [parent, child],
    fails: "DROP TABLE parent",
    advice: "Drop that table's foreign key first",
  },
  {
    title: "a column that a computed one speaks of",
    only: "mysql",
    before: ["CREATE TABLE item (a int, b int AS (a + 1))"],
    fails: "ALTER TABLE item RENAME COLUMN a TO c",
    advice: "computed from this column",
  },
  {
    title: "a column that a default speaks of",
    only: "mysql",
    before: ["CREATE TABLE item (a int, b int DEFAULT (a + 1))"],
    fails: "ALTER TABLE item RENAME COLUMN a TO c",
    advice: "computed from this column",
  },
  {
    title: "a column that a table is partitioned by",
    only: "mysql",
    before: ["CREATE TABLE item (a int NOT NULL) PARTITION BY HASH (a)"],
    fails: "ALTER TABLE item RENAME COLUMN a TO c",
    advice: "REMOVE PARTITIONING",
  },
  {
    title: "a check that would not give the same each time",
    before: [item],
    fails: "ALTER TABLE item ADD CHECK (b > RAND())",
    advice: "the same each time",
  },
  {
    title: "JSON that is indexed as a whole",
    only: "mysql",
    before: ["CREATE TABLE item (a json)"],
    fails: "ALTER TABLE item ADD KEY (a)",
    advice: "by what it holds",
  },
  {
    title: "a change that cannot be made while others go on",
    before: [item],
    fails: "ALTER TABLE item MODIFY b varchar(20), ALGORITHM=INPLACE, LOCK=NONE",
    advice: "online",
  },
];

describeOnMysql("what MySQL and MariaDB refuse comes with what to do about", () => {
  for (const { title, only, before, fails, advice } of failures) {
    itOnProduct(title, only, () =>
      withMysqlDatabase(async (connection) => {
        for (const sql of before) await connection.query(sql);
        const failure: unknown = await connection.query(fails).catch((error: unknown) => error);
        const { code = "", message } = readDatabaseError(failure);
        expect(mysql.session.advice?.(code), `${code} ${message}`).to.contain(advice);
      }),
    );
  }
});
