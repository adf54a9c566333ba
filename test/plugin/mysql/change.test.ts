import { describeOnMysql } from "../../support/connection-mysql.js";
import { itChanges, type ChangeCase } from "./change-case.js";

const item = (columns: string, ...rows: readonly string[]): readonly string[] => [
  `CREATE TABLE item (id int NOT NULL PRIMARY KEY, ${columns})`,
  ...rows.map((row, at) => `INSERT INTO item VALUES (${at + 1}, ${row})`),
];

const types: readonly ChangeCase[] = [
  {
    title: "a longer varchar",
    before: item("a varchar(50) COMMENT 'it''s'", "'x'", "NULL"),
    calls: (op) => op.alterColumn("item", "a", { type: "varchar", length: 100 }),
    shows: {
      product: {
        mariadb: ["`a` varchar(100) DEFAULT NULL COMMENT 'it''s'"],
        mysql: ["`a` varchar(100)", "DEFAULT NULL COMMENT 'it''s'"],
      },
    },
    statements: 1,
  },
  {
    title: "a shorter varchar, all values of which fit",
    before: item("a varchar(50) NOT NULL DEFAULT 'd'", "'x'"),
    calls: (op) => op.alterColumn("item", "a", { type: "varchar", length: 5 }),
    shows: {
      product: {
        mariadb: ["`a` varchar(5) NOT NULL DEFAULT 'd'"],
        mysql: ["`a` varchar(5)", "NOT NULL DEFAULT 'd'"],
      },
    },
  },
  {
    title: "varchar to text",
    before: item("a varchar(50) CHARACTER SET latin1 NOT NULL COMMENT 'q\"`'", "'ä'", "'b'"),
    calls: (op) => op.alterColumn("item", "a", { type: "text" }),
    shows: ["`a` text CHARACTER SET latin1", "NOT NULL COMMENT 'q\"`'"],
  },
  {
    title: "text to varchar",
    before: item("a text", "'abc'", "NULL"),
    calls: (op) => op.alterColumn("item", "a", { type: "varchar", length: 3 }),
  },
  {
    title: "text to integer, and back",
    before: item("a varchar(20)", "'7'", "NULL", "'-12'"),
    calls: (op) => op.alterColumn("item", "a", { type: "int" }),
    shows: { product: { mariadb: ["`a` int(11) DEFAULT NULL"], mysql: ["`a` int DEFAULT NULL"] } },
  },
  {
    title: "integer to bigint",
    before: item("a int NOT NULL DEFAULT 4 COMMENT 'c'", "2147483647"),
    calls: (op) => op.alterColumn("item", "a", { type: "bigint" }),
    shows: {
      product: {
        mariadb: ["`a` bigint(20) NOT NULL DEFAULT 4 COMMENT 'c'"],
        mysql: ["`a` bigint NOT NULL DEFAULT '4' COMMENT 'c'"],
      },
    },
  },
  {
    title: "smallint to int unsigned",
    before: item("a smallint", "7"),
    calls: (op) => op.alterColumn("item", "a", { type: "int", unsigned: true }),
    shows: { product: { mariadb: ["`a` int(10) unsigned"], mysql: ["`a` int unsigned"] } },
  },
  {
    title: "decimal with more digits",
    before: item("a decimal(6,2)", "1234.56"),
    calls: (op) => op.alterColumn("item", "a", { type: "decimal", precision: 10, scale: 3 }),
    rows: [["1", "1234.560"]],
  },
  {
    title: "double to float, which holds all of the values",
    before: item("a double NOT NULL DEFAULT 1.5", "0.25", "-1024", "0"),
    calls: (op) => op.alterColumn("item", "a", { type: "float" }),
    shows: ["`a` float NOT NULL"],
    statements: 1,
  },
  {
    title: "enum to varchar, and back",
    before: item("a enum('x','it''s','a,b') NOT NULL DEFAULT 'x'", "'it''s'", "'a,b'"),
    calls: (op) => op.alterColumn("item", "a", { type: "varchar", length: 10 }),
    shows: {
      product: {
        mariadb: ["`a` varchar(10) NOT NULL DEFAULT 'x'"],
        mysql: ["`a` varchar(10)", "NOT NULL DEFAULT 'x'"],
      },
    },
  },
  {
    title: "enum to integer by what the values say",
    before: item("a enum('10','20')", "'20'", "NULL", "'10'"),
    calls: (op) => op.alterColumn("item", "a", { type: "int" }),
    rows: [
      ["1", "20"],
      ["2", null],
      ["3", "10"],
    ],
    statements: 2,
  },
  {
    title: "bit to text by its number",
    before: item("a bit(4)", "b'101'", "NULL"),
    calls: (op) => op.alterColumn("item", "a", { type: "varchar", length: 4 }),
    rows: [
      ["1", "5"],
      ["2", null],
    ],
  },
  {
    title: "set to varchar, and back",
    before: item("a set('x','y')", "'x,y'", "''"),
    calls: (op) => op.alterColumn("item", "a", { type: "varchar", length: 10 }),
  },
  {
    title: "datetime with fractions, and its ON UPDATE",
    before: item(
      "a datetime NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
      "'2020-01-02 03:04:05'",
    ),
    calls: (op) =>
      op.alterColumn("item", "a", {
        type: "datetime",
        precision: 6,
        default: () => "CURRENT_TIMESTAMP(6)",
        onUpdate: "CURRENT_TIMESTAMP(6)",
      }),
    rows: [["1", "2020-01-02 03:04:05.000000"]],
    shows: {
      product: {
        mariadb: ["DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6)"],
        mysql: ["DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)"],
      },
    },
  },
  {
    title: "text to JSON, and back",
    only: "mariadb",
    before: item("a longtext", `'{"b":[1]}'`, "NULL"),
    calls: (op) => op.alterColumn("item", "a", { type: "json" }),
    shows: ["json_valid"],
  },
  {
    title: "text to JSON, and back, as the server writes JSON",
    only: "mysql",
    before: item("a longtext", `'{"b":[1]}'`, "NULL"),
    calls: (op) => op.alterColumn("item", "a", { type: "json" }),
    shows: ["`a` json DEFAULT NULL"],
    rows: [
      ["1", '{"b": [1]}'],
      ["2", null],
    ],
    rowsBack: [
      ["1", '{"b": [1]}'],
      ["2", null],
    ],
  },
  {
    title: "varchar to uuid",
    only: "mariadb",
    before: item("a varchar(36)", "'123e4567-e89b-12d3-a456-426655440000'"),
    calls: (op) => op.alterColumn("item", "a", { type: "uuid" }),
    shows: ["`a` uuid"],
  },
  {
    title: "another collation of one column",
    before: item("a varchar(10) NOT NULL DEFAULT 'x'", "'ä'"),
    calls: (op) => op.alterColumn("item", "a", { charset: "latin1", collation: "latin1_bin" }),
    shows: ["CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x'"],
  },
  {
    title: "values by an expression of the author",
    before: [
      ...item(
        "a varchar(20), b datetime ON UPDATE CURRENT_TIMESTAMP, KEY ab (a, id)",
        "'$7', '2020-01-01'",
      ),
    ],
    calls: (op) =>
      op.alterColumn(
        "item",
        "a",
        { type: "int" },
        { using: "SUBSTR(`a`, 2)", reverseUsing: "CONCAT('$', `a`)" },
      ),
    shows: {
      product: {
        mariadb: ["`a` int(11) DEFAULT NULL,\n  `b`", "KEY `ab` (`a`,`id`)"],
        mysql: ["`a` int DEFAULT NULL,\n  `b`", "KEY `ab` (`a`,`id`)"],
      },
    },
    rows: [["1", "7", "2020-01-01 00:00:00"]],
    statements: 3,
  },
];

const traits: readonly ChangeCase[] = [
  {
    title: "no NULL any more",
    before: item("a varchar(5) CHARACTER SET latin1 COMMENT 'x'", "'x'"),
    calls: (op) => op.alterColumn("item", "a", { nullable: false }),
    shows: ["CHARACTER SET latin1", "NOT NULL COMMENT 'x'"],
  },
  {
    title: "another default, a comment, and nothing lost",
    before: item("a varchar(5) NOT NULL INVISIBLE DEFAULT 'a' COMMENT 'x', b int", "1"),
    calls: (op) => op.alterColumn("item", "a", { default: 'it\'s \\ "b"'.slice(0, 5) }),
    shows: {
      product: {
        mariadb: ["NOT NULL INVISIBLE DEFAULT 'it''s ' COMMENT 'x'"],
        mysql: ["NOT NULL DEFAULT 'it''s ' /*!80023 INVISIBLE */ COMMENT 'x'"],
      },
    },
    rows: [["1", "a", "1"]],
    oneWay: true,
  },
  {
    title: "a comment with every quote",
    before: item("a int NOT NULL DEFAULT 3", "1"),
    calls: (op) => op.alterColumn("item", "a", { comment: 'it\'s "x" `y` \\ z\nnew' }),
    shows: ["COMMENT 'it''s \"x\" `y` \\\\ z\\nnew'"],
  },
  {
    title: "a default that is an expression",
    before: item("a varchar(36)", "'x'"),
    calls: (op) => op.alterColumn("item", "a", { default: () => "uuid()" }),
    shows: { product: { mariadb: ["DEFAULT uuid()"], mysql: ["DEFAULT (uuid())"] } },
  },
  {
    title: "plain to AUTO_INCREMENT: every id stays, 0 too, and counting goes on above them",
    before: [
      "CREATE TABLE item (id int NOT NULL PRIMARY KEY, a int)",
      "SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')",
      "INSERT INTO item VALUES (0, 1), (7, 2), (9, 3)",
    ],
    calls: (op) => op.alterColumn("item", "id", { generated: "increment" }),
    shows: {
      product: {
        mariadb: ["`id` int(11) NOT NULL AUTO_INCREMENT", "AUTO_INCREMENT=10"],
        mysql: ["`id` int NOT NULL AUTO_INCREMENT", "AUTO_INCREMENT=10"],
      },
    },
  },
  {
    title: "AUTO_INCREMENT to plain",
    before: [
      "CREATE TABLE item (id int NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'k', a int)",
      "INSERT INTO item VALUES (7, 1), (9, 2)",
    ],
    calls: (op) => op.alterColumn("item", "id", { generated: null }),
    shows: {
      product: {
        mariadb: ["`id` int(11) NOT NULL COMMENT 'k'"],
        mysql: ["`id` int NOT NULL COMMENT 'k'"],
      },
    },
  },
  {
    title: "a compressed column keeps being so",
    only: "mariadb",
    before: item("a varchar(200) COMPRESSED", "'x'"),
    calls: (op) => op.alterColumn("item", "a", { comment: "c" }),
    shows: ["COMPRESSED"],
  },
  {
    title: "a check that is part of the column stays with it",
    before: item("a int CHECK (a > 0)", "1"),
    calls: (op) => op.alterColumn("item", "a", { type: "bigint" }),
    shows: {
      product: {
        mariadb: ["`a` bigint(20) DEFAULT NULL CHECK (`a` > 0)"],
        mysql: ["`a` bigint DEFAULT NULL", "CONSTRAINT `item_chk_1` CHECK ((`a` > 0))"],
      },
    },
  },
  {
    title: "an invisible column",
    before: item("a int DEFAULT 3", "1"),
    calls: (op) => op.alterColumn("item", "a", { invisible: true }),
    shows: ["INVISIBLE"],
  },
];

const enumerations: readonly ChangeCase[] = [
  {
    title: "a value more",
    before: item("a enum('x','y') NOT NULL DEFAULT 'x'", "'y'"),
    calls: (op) => op.alterColumn("item", "a", { enum: ["x", "new", "y"] }),
    shows: {
      product: {
        mariadb: ["enum('x','new','y') NOT NULL DEFAULT 'x'"],
        mysql: ["enum('x','new','y')", "NOT NULL DEFAULT 'x'"],
      },
    },
    statements: 1,
  },
  {
    title: "values in another order",
    before: item("a enum('x','y')", "'y'", "'x'"),
    calls: (op) => op.alterColumn("item", "a", { enum: ["y", "x"] }),
  },
  {
    title: "a value less that no row holds",
    before: item("a enum('x','y')", "'y'"),
    calls: (op) => op.alterColumn("item", "a", { enum: ["y"] }),
  },
  {
    title: "a value renamed, which rows hold",
    before: item(
      "a enum('x','y') NOT NULL DEFAULT 'x', b datetime ON UPDATE CURRENT_TIMESTAMP",
      "'x', '2020-01-01'",
      "'y', '2020-01-01'",
    ),
    calls: (op) =>
      op.alterColumn("item", "a", { enum: ["z", "y"], default: "z" }, { renamed: { x: "z" } }),
    rows: [
      ["1", "z", "2020-01-01 00:00:00"],
      ["2", "y", "2020-01-01 00:00:00"],
    ],
    shows: {
      product: {
        mariadb: ["enum('z','y') NOT NULL DEFAULT 'z'"],
        mysql: ["enum('z','y')", "NOT NULL DEFAULT 'z'"],
      },
    },
    statements: 3,
  },
  {
    title: "values that trade places",
    before: item("a enum('x','y'), KEY (a)", "'x'", "'y'", "NULL"),
    calls: (op) =>
      op.alterColumn("item", "a", { enum: ["x", "y"] }, { renamed: { x: "y", y: "x" } }),
    rows: [
      ["1", "y"],
      ["2", "x"],
      ["3", null],
    ],
  },
  {
    title: "a value in another case",
    before: item("a enum('x','y')", "'x'"),
    calls: (op) => op.alterColumn("item", "a", { enum: ["X", "y"] }, { renamed: { x: "X" } }),
    rows: [["1", "X"]],
  },
  {
    title: "a member of a set renamed",
    before: item("a set('x','y','z')", "'x,z'", "'y'", "''"),
    calls: (op) => op.alterColumn("item", "a", { enum: ["w", "y", "z"] }, { renamed: { x: "w" } }),
    rows: [
      ["1", "w,z"],
      ["2", "y"],
      ["3", ""],
    ],
  },
];

const computed: readonly ChangeCase[] = [
  {
    title: "another expression of a stored column",
    before: item("a int, b int AS (a + 1) STORED, KEY (b)", "5, DEFAULT"),
    calls: (op) =>
      op.alterColumn("item", "b", { asExpression: "`a` + 2", generatedType: "STORED" }),
    rows: [["1", "5", "7"]],
  },
  {
    title: "another expression of a virtual column",
    before: item(
      "a int, b int AS (a + 1) VIRTUAL COMMENT 'c', d int, KEY bd (b, d)",
      "5, DEFAULT, 1",
    ),
    calls: (op) =>
      op.alterColumn("item", "b", { asExpression: "`a` + 2", generatedType: "VIRTUAL" }),
    rows: [["1", "5", "7", "1"]],
    shows: ["VIRTUAL COMMENT 'c',\n  `d`", "KEY `bd` (`b`,`d`)"],
    statements: 1,
  },
  {
    title: "virtual to stored",
    before: item("a int, b int AS (a + 1) VIRTUAL", "5, DEFAULT"),
    calls: (op) =>
      op.alterColumn("item", "b", { asExpression: "`a` + 1", generatedType: "STORED" }),
    shows: ["STORED"],
  },
  {
    title: "stored to plain keeps the values",
    before: item("a int, b int AS (a + 1) STORED", "5, DEFAULT"),
    calls: (op) => op.alterColumn("item", "b", { generated: null }),
    hides: ["GENERATED"],
  },
  {
    title: "virtual to plain keeps the values",
    before: item("a int, b int AS (a + 1) VIRTUAL, d int, KEY bd (b, d)", "5, DEFAULT, 1"),
    calls: (op) => op.alterColumn("item", "b", { generated: null }),
    hides: ["GENERATED"],
    shows: {
      product: {
        mariadb: ["`b` int(11) DEFAULT NULL,\n  `d`", "KEY `bd` (`b`,`d`)"],
        mysql: ["`b` int DEFAULT NULL,\n  `d`", "KEY `bd` (`b`,`d`)"],
      },
    },
  },
  {
    title: "the type of a column that another is computed from",
    before: item("a int, b int AS (a + 1) STORED", "5, DEFAULT"),
    calls: (op) => op.alterColumn("item", "a", { type: "bigint" }),
  },
  {
    title: "values by an expression in a column that another is computed from",
    before: item("a int, b int AS (a + 1) STORED, KEY (b)", "5, DEFAULT"),
    calls: (op) =>
      op.alterColumn("item", "a", { type: "bigint" }, { using: "a * 10", reverseUsing: "a / 10" }),
    rows: [["1", "50", "51"]],
  },
];

const tables: readonly ChangeCase[] = [
  {
    title: "a renamed column with a check, an index and a computed column on it",
    before: item(
      "a int, b int AS (a + 1) STORED, CONSTRAINT ck CHECK (a > 0), KEY ka (a)",
      "5, DEFAULT",
    ),
    calls: (op) => op.renameColumn("item", "a", "c d"),
    shows: ["`c d` > 0", "KEY `ka` (`c d`)", "`c d` + 1"],
    statements: 1,
  },
  {
    title: "a renamed column that columns are computed from, one by way of another",
    before: item(
      "b int AS (a + 1) VIRTUAL, a int, d int AS (b * 2) STORED COMMENT 'c', KEY kd (d)",
      "DEFAULT, 5, DEFAULT",
    ),
    calls: (op) => op.renameColumn("item", "a", "z"),
    shows: ["`z` + 1", "KEY `kd` (`d`)"],
    statements: 1,
  },
  {
    title: "a renamed column that the default of another speaks of",
    before: item("a int, b int NOT NULL DEFAULT (a + 1) COMMENT 'c'", "5, 7"),
    calls: (op) => op.renameColumn("item", "a", "z"),
    shows: ["`z` + 1"],
    statements: 1,
  },
  {
    title: "a renamed column that the expression of an index speaks of",
    only: "mysql",
    before: item("a int, KEY ka ((a * 2), a)", "5"),
    calls: (op) => op.renameColumn("item", "a", "z"),
    shows: ["KEY `ka` (((`z` * 2)),`z`)"],
    statements: 1,
  },
  {
    title: "another name and another type in one batch, under a check and a computed column",
    before: item(
      "a int COMMENT 'it''s', b int AS (a + 1) STORED, CONSTRAINT ck CHECK (a > 0), KEY kb (b)",
      "5, DEFAULT",
    ),
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.renameColumn("a", "z");
        await batch.alterColumn("z", { type: "bigint" });
      }),
    shows: ["`z` > 0", "`z` + 1", "COMMENT 'it''s'", "KEY `kb` (`b`)"],
    statements: 2,
  },
  {
    title:
      "other names of columns under foreign keys, of one key and of another's column in one batch",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      "INSERT INTO owner VALUES (7)",
      ...item(
        "a int, b int, c int, KEY ka (a), KEY kb (b), CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id), CONSTRAINT fb FOREIGN KEY (b) REFERENCES owner (id)",
        "7, 7, 7",
      ),
    ],
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.renameColumn("a", "y");
        await batch.renameColumn("b", "z");
        await batch.renameConstraint("fa", "fy");
        await batch.alterColumn("c", { type: "bigint" });
      }),
    shows: ["CONSTRAINT `fy` FOREIGN KEY (`y`)", "CONSTRAINT `fb` FOREIGN KEY (`z`)", "`c` bigint"],
  },
  {
    title:
      "another name of a column that a foreign key refers to, beside a change that copies the table",
    before: [
      ...item("a int, b varchar(20), UNIQUE KEY ka (a)", "7, 'x'"),
      "CREATE TABLE other (a int, CONSTRAINT fo FOREIGN KEY (a) REFERENCES item (a))",
      "INSERT INTO other VALUES (7)",
    ],
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.renameColumn("a", "z");
        await batch.alterColumn("b", { length: 4 });
      }),
    shows: ["`z` int", "`b` varchar(4)"],
  },
  {
    title: "another name of a column that a foreign key and a check speak of",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      "INSERT INTO owner VALUES (7)",
      ...item(
        "a int, KEY ka (a), CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id), CONSTRAINT ca CHECK (a > 0)",
        "7",
      ),
    ],
    calls: (op) => op.renameColumn("item", "a", "z"),
    shows: ["CONSTRAINT `fa` FOREIGN KEY (`z`)", "`z` > 0"],
  },
  {
    title: "a dropped column under a foreign key whose index is dropped in the same batch",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      ...item(
        "a int, b int, KEY ab (a, b), CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id)",
        "NULL, 1",
      ),
    ],
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.dropIndex("ab");
        await batch.dropColumn("a");
      }),
    hides: ["KEY `ab", "CONSTRAINT", "`a`"],
    rows: [["1", "1"]],
    statements: 1,
    oneWay: true,
  },
  {
    title: "a dropped column takes with it what spans it",
    before: item("a int, b int, KEY ab (a, b), CONSTRAINT ck CHECK (a > b)", "5, 4"),
    calls: (op) => op.dropColumn("item", "a"),
    hides: ["KEY `ab`", "CHECK"],
    rows: [["1", "4"]],
    oneWay: true,
  },
  {
    title: "a renamed index and a renamed check",
    before: item("a int, KEY ka (a), CONSTRAINT ck CHECK (a > 0)", "5"),
    calls: async (op) => {
      await op.renameIndex("item", "ka", "kb");
      await op.renameConstraint("item", "ck", "cl");
    },
    shows: {
      product: {
        mariadb: ["KEY `kb` (`a`)", "CONSTRAINT `cl` CHECK (`a` > 0)"],
        mysql: ["KEY `kb` (`a`)", "CONSTRAINT `cl` CHECK ((`a` > 0))"],
      },
    },
    statements: 2,
  },
  {
    title: "a renamed foreign key, and the index the server made for it",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      ...item(
        "a int, CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id) ON DELETE CASCADE",
        "NULL",
      ),
    ],
    calls: (op) => op.renameConstraint("item", "fa", "fb"),
    shows: [
      "KEY `fb` (`a`)",
      "CONSTRAINT `fb` FOREIGN KEY (`a`) REFERENCES `owner` (`id`) ON DELETE CASCADE",
    ],
    hides: ["`fa`"],
    statements: { product: { mariadb: 1, mysql: 2 } },
  },
  {
    title: "a dropped foreign key takes the index with it that the server made",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      ...item("a int, CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id)", "NULL"),
    ],
    calls: (op) => op.dropConstraint("item", "fa"),
    hides: ["`fa`"],
    statements: 1,
  },
  {
    title: "a dropped index that a foreign key needs is replaced",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      ...item(
        "a int, b int, KEY ab (a, b), CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id)",
        "NULL, 1",
      ),
    ],
    calls: (op) => op.dropIndex("item", "ab"),
    shows: ["KEY `fa` (`a`)"],
    hides: ["`ab`"],
    statements: 1,
  },
  {
    title: "a unique index under a foreign key that goes, comes, and goes again",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      ...item(
        "a int, UNIQUE KEY ua (a), CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id)",
        "NULL",
      ),
    ],
    calls: async (op) => {
      await op.dropIndex("item", "ua");
      await op.createIndex("item", { name: "ua", columns: ["a"], unique: true });
      await op.dropIndex("item", "ua");
    },
    shows: ["KEY `fa` (`a`)"],
    hides: ["`ua`"],
    statements: 3,
  },
  {
    title: "a unique index that takes the place of the index under a foreign key, after a dump",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      ...item("a int, KEY fa (a), CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id)", "NULL"),
    ],
    calls: (op) => op.createIndex("item", { name: "ua", columns: ["a"], unique: true }),
    shows: ["UNIQUE KEY `ua` (`a`)"],
    hides: ["KEY `fa`"],
    statements: 1,
  },
  {
    title: "a unique index beside an index for the same foreign key, which is needed when it goes",
    only: "mariadb",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      ...item(
        "a int, UNIQUE KEY ua (a), KEY fa (a), CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id)",
        "NULL",
      ),
    ],
    calls: (op) => op.dropIndex("item", "ua"),
    shows: ["KEY `fa` (`a`)"],
    hides: ["`ua`"],
    statements: 1,
  },
  {
    title: "a primary key that a foreign key rests on, and another in its place",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      "INSERT INTO owner VALUES (1)",
      "CREATE TABLE item (id int NOT NULL, a int NOT NULL, PRIMARY KEY (a, id), CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id))",
      "INSERT INTO item VALUES (1, 1)",
    ],
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.dropConstraint({ primaryKey: true });
        await batch.createPrimaryKey({ columns: ["id"] });
      }),
    shows: ["PRIMARY KEY (`id`)", "KEY `fa` (`a`)"],
    statements: 1,
  },
  {
    title: "a foreign key without a name that is replaced leaves the index of the server's own",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      ...item("a int, FOREIGN KEY (a) REFERENCES owner (id)", "NULL"),
    ],
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.dropConstraint("item_ibfk_1");
        await batch.createForeignKey({
          name: "fa",
          columns: ["a"],
          references: "owner",
          referencedColumns: ["id"],
        });
      }),
    shows: ["KEY `a` (`a`)", "CONSTRAINT `fa` FOREIGN KEY"],
    hides: ["KEY `fa`"],
  },
  {
    title:
      "a unique index beside the index that the server has made for a foreign key without a name",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      ...item("a int, FOREIGN KEY (a) REFERENCES owner (id)", "NULL"),
    ],
    calls: (op) => op.createIndex("item", { name: "ua", columns: ["a"], unique: true }),
    shows: ["UNIQUE KEY `ua` (`a`)", "KEY `a` (`a`)"],
    hides: ["KEY `item_ibfk_1`"],
    statements: 1,
  },
  {
    title: "the type of a column under a foreign key without a name, with its index",
    before: [
      "CREATE TABLE owner (id varchar(10) PRIMARY KEY)",
      ...item("a varchar(10), FOREIGN KEY (a) REFERENCES owner (id)", "NULL"),
    ],
    calls: (op) => op.alterColumn("item", "a", { length: 20 }),
    shows: ["KEY `a` (`a`)", "`a` varchar(20)"],
  },
  {
    title: "the type of a column at the end of a foreign key, and of the one it refers to",
    before: [
      "CREATE TABLE owner (id varchar(10) PRIMARY KEY)",
      "INSERT INTO owner VALUES ('x')",
      ...item("a varchar(10), CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id)", "'x'"),
    ],
    calls: async (op) => {
      await op.alterColumn("owner", "id", { type: "varchar", length: 20 });
      await op.alterColumn("item", "a", { type: "varchar", length: 20 });
    },
    shows: ["`a` varchar(20)", "CONSTRAINT `fa` FOREIGN KEY (`a`) REFERENCES `owner` (`id`)"],
  },
  {
    title: "a key that others refer to becomes AUTO_INCREMENT",
    before: [
      "CREATE TABLE item (id int NOT NULL PRIMARY KEY)",
      "CREATE TABLE child (a int, CONSTRAINT fa FOREIGN KEY (a) REFERENCES item (id))",
      "INSERT INTO item VALUES (7), (9)",
      "INSERT INTO child VALUES (9)",
    ],
    calls: (op) => op.alterColumn("item", "id", { generated: "increment" }),
    shows: ["AUTO_INCREMENT"],
  },
  {
    title: "a primary key with another column, where one of it counts",
    before: [
      "CREATE TABLE item (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, a int NOT NULL)",
      "INSERT INTO item VALUES (7, 1), (9, 2)",
    ],
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.dropConstraint({ primaryKey: true });
        await batch.createPrimaryKey({ columns: ["id", "a"] });
      }),
    shows: ["PRIMARY KEY (`id`,`a`)", "AUTO_INCREMENT"],
    statements: 1,
  },
  {
    title: "a primary key dropped whose column counted",
    before: [
      "CREATE TABLE item (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, a int NOT NULL)",
      "INSERT INTO item VALUES (7, 1), (9, 2)",
    ],
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.dropConstraint({ primaryKey: true });
        await batch.alterColumn("id", { generated: null });
      }),
    hides: ["PRIMARY KEY", "AUTO_INCREMENT"],
    statements: 1,
  },
  {
    title: "a counting primary key dropped with its column, and another column in its place",
    before: [
      "CREATE TABLE item (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, a int NOT NULL)",
      "INSERT INTO item VALUES (7, 1), (9, 2)",
    ],
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.dropConstraint({ primaryKey: true });
        await batch.dropColumn("id");
        await batch.createPrimaryKey({ columns: ["a"] });
        await batch.alterColumn("a", { generated: "increment" });
      }),
    shows: ["PRIMARY KEY (`a`)", "AUTO_INCREMENT=3"],
    rows: [["1"], ["2"]],
    oneWay: true,
  },
  {
    title: "another primary key under foreign keys that point at the first",
    only: "mariadb",
    before: [
      "CREATE TABLE item (id int NOT NULL PRIMARY KEY, a int NOT NULL)",
      "CREATE TABLE child (a int, CONSTRAINT fa FOREIGN KEY (a) REFERENCES item (id))",
      "INSERT INTO item VALUES (7, 1)",
    ],
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.dropConstraint({ primaryKey: true });
        await batch.createPrimaryKey({ columns: ["id", "a"] });
      }),
    shows: ["PRIMARY KEY (`id`,`a`)"],
  },
  {
    title:
      "another primary key under foreign keys that point at the first, with a unique index for them",
    before: [
      "CREATE TABLE item (id int NOT NULL PRIMARY KEY, a int NOT NULL)",
      "CREATE TABLE child (a int, CONSTRAINT fa FOREIGN KEY (a) REFERENCES item (id))",
      "INSERT INTO item VALUES (7, 1)",
    ],
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.createIndex({ name: "ui", columns: ["id"], unique: true });
        await batch.dropConstraint({ primaryKey: true });
        await batch.createPrimaryKey({ columns: ["id", "a"] });
      }),
    shows: ["PRIMARY KEY (`id`,`a`)", "UNIQUE KEY `ui` (`id`)"],
    statements: 1,
  },
  {
    title: "another collation of the table, which columns with one of their own do not follow",
    before: [
      "CREATE TABLE item (id int PRIMARY KEY, a varchar(10), b varchar(10) COLLATE utf8mb4_bin, c text) COLLATE utf8mb4_general_ci",
      "INSERT INTO item VALUES (1, 'ä', 'ö', 'ü')",
    ],
    calls: (op) => op.alterTableOptions("item", { collation: "utf8mb4_unicode_ci" }),
    shows: {
      product: {
        mariadb: [
          "COLLATE=utf8mb4_unicode_ci",
          "`a` varchar(10) DEFAULT NULL,",
          "`b` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        ],
        mysql: [
          "COLLATE=utf8mb4_unicode_ci",
          "`a` varchar(10) COLLATE utf8mb4_unicode_ci DEFAULT NULL,",
          "`b` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        ],
      },
    },
    statements: 1,
  },
  {
    title: "engine, comment and row format of a table",
    before: item("a int", "1"),
    calls: async (op) => {
      await op.alterTableOptions("item", { engine: "MyISAM", rowFormat: "FIXED" });
      await op.createTableComment("item", 'it\'s "x" \\');
    },
    shows: ["ENGINE=MyISAM", "ROW_FORMAT=FIXED", "COMMENT='it''s \"x\" \\\\'"],
  },
  {
    title:
      "several changes of one table as one ALTER TABLE, and those that speak of a renamed column as another",
    before: item("a int, b varchar(10), KEY ka (a), CONSTRAINT ck CHECK (a > 0)", "5, 'x'"),
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.addColumn({ name: "c", type: "int", default: 3 });
        await batch.alterColumn("b", { type: "varchar", length: 20 });
        await batch.dropIndex("ka");
        await batch.createIndex({ name: "kc", columns: ["c", { column: "b", length: 5 }] });
        await batch.dropConstraint("ck");
        await batch.createCheckConstraint({ name: "ck", expression: "`a` > 1" });
        await batch.renameColumn("a", "z");
        await batch.createTableComment("all at once");
      }),
    rows: [["1", "5", "x", "3"]],
    statements: 2,
    shows: ["`z` > 1", "KEY `kc` (`c`,`b`(5))"],
  },
  {
    title: "indexes of every kind",
    before: item("a varchar(100) NOT NULL, b text, g point NOT NULL", "'x', 'y', POINT(1,2)"),
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.createIndex({
          name: "i1",
          columns: [{ column: "a", length: 10 }],
          comment: "it's",
        });
        await batch.createIndex({ name: "i2", columns: ["b"], fulltext: true });
        await batch.createIndex({ name: "i3", columns: ["g"], spatial: true });
        await batch.createIndex({
          name: "i4",
          columns: [{ column: "a", descending: true }, "id"],
          unique: true,
        });
        await batch.createUniqueConstraint({ name: "u1", columns: ["a"] });
      }),
    shows: [
      "KEY `i1` (`a`(10)) COMMENT 'it''s'",
      "FULLTEXT KEY `i2` (`b`)",
      "SPATIAL KEY `i3` (`g`)",
      "UNIQUE KEY `i4` (`a` DESC,`id`)",
      "UNIQUE KEY `u1` (`a`)",
    ],
    statements: 1,
    inOwnWords: true,
  },
  {
    title: "a unique constraint, made and dropped as one",
    before: item("a int, UNIQUE KEY old (a)", "5"),
    calls: async (op) => {
      await op.dropConstraint("item", "old");
      await op.createUniqueConstraint("item", { name: "fresh", columns: ["a"] });
      await op.renameConstraint("item", "fresh", "renamed");
      await op.dropConstraint("item", { unique: ["a"] });
    },
    hides: ["KEY `"],
    statements: 4,
    inOwnWords: true,
  },
  {
    title: "a foreign key and the index under it, dropped together",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      ...item(
        "a int, b int, KEY ab (a, b), CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id)",
        "NULL, 1",
      ),
    ],
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.dropIndex("ab");
        await batch.dropConstraint("fa");
      }),
    hides: ["KEY `", "CONSTRAINT"],
    statements: 1,
  },
  {
    title: "a foreign key dropped, its column changed, and the key made again",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY, b bigint NOT NULL, UNIQUE KEY ub (b))",
      ...item("a int, CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id)", "NULL"),
    ],
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.dropConstraint("fa");
        await batch.alterColumn("a", { type: "bigint" });
        await batch.createForeignKey({
          name: "fa",
          columns: ["a"],
          references: "owner",
          referencedColumns: ["b"],
          onDelete: "SET NULL",
        });
      }),
    shows: ["FOREIGN KEY (`a`) REFERENCES `owner` (`b`) ON DELETE SET NULL"],
    statements: 2,
  },
  {
    title: "a key on the table itself, with the index that it needs",
    before: item("a int, b int", "NULL, 1"),
    calls: (op) =>
      op.batchAlterTable("item", async (batch) => {
        await batch.createUniqueConstraint({ name: "ub", columns: ["b"] });
        await batch.createForeignKey({
          name: "fa",
          columns: ["a"],
          references: "item",
          referencedColumns: ["b"],
        });
      }),
    shows: ["FOREIGN KEY (`a`) REFERENCES `item` (`b`)"],
    statements: 2,
    inOwnWords: true,
  },
  {
    title: "a column with a foreign key dropped",
    before: [
      "CREATE TABLE owner (id int PRIMARY KEY)",
      ...item("a int, b int, CONSTRAINT fa FOREIGN KEY (a) REFERENCES owner (id)", "NULL, 1"),
    ],
    calls: (op) => op.dropColumn("item", "a"),
    hides: ["CONSTRAINT", "KEY `fa`"],
    rows: [["1", "1"]],
    statements: 1,
    oneWay: true,
  },
  {
    title: "a column under a trigger, which does not notice",
    before: [
      ...item("a enum('x','y'), b int DEFAULT 0", "'x', 0"),
      "CREATE TRIGGER tr BEFORE UPDATE ON item FOR EACH ROW SET NEW.b = OLD.b + 1",
    ],
    calls: async (op) => {
      await op.alterColumn("item", "a", { enum: ["z", "y"] }, { renamed: { x: "z" } });
      await op.alterColumn(
        "item",
        "a",
        { type: "varchar", length: 10 },
        { using: "CONCAT(a, '!')", reverseUsing: "LEFT(a, 1)" },
      );
    },
    rows: [["1", "z!", "0"]],
  },
  {
    title: "a table under another name, with the foreign keys that refer to it",
    before: [
      ...item("a int", "1"),
      "CREATE TABLE child (a int, CONSTRAINT fa FOREIGN KEY (a) REFERENCES item (id))",
    ],
    calls: async (op) => {
      await op.renameTable("item", "things");
      await op.renameTable("things", "item");
    },
  },
];

describeOnMysql("MySQL and MariaDB change a column and keep its values", () => {
  for (const each of [...types, ...traits, ...enumerations, ...computed]) itChanges(each);
});

describeOnMysql("MySQL and MariaDB change a table and keep its rows", () => {
  for (const each of tables) itChanges(each);
});

describeOnMysql("a statement that MySQL or MariaDB is sent a second time does no more", () => {
  for (const each of [...types, ...traits, ...enumerations, ...computed, ...tables]) {
    itChanges(each, true);
  }
});
