import { expect } from "chai";
import { resumption } from "../../../plugin/mysql/resumption.js";

const effects: readonly (readonly [sql: string, effect: string])[] = [
  ["SELECT 1", "read"],
  ["INSERT INTO `a;b` VALUES ('it\\'s; not two')", "rows"],
  ["UPDATE t SET a = 1", "rows"],
  ["LOAD DATA LOCAL INFILE 'x' INTO TABLE t", "rows"],
  ["ALTER TABLE `t` ADD COLUMN `a` int COMMENT 'a; b'", "definition"],
  ["RENAME TABLE a TO b", "definition"],
  ["CREATE TEMPORARY TABLE t (a int)", "session"],
  ["SET SESSION sql_mode = ''", "session"],
  ["LOCK TABLES t WRITE", "session"],
  [
    "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.b = 2; END",
    "definition",
  ],
  ["CALL something()", "unknown"],
  ["SELECT 1; DROP TABLE t", "unknown"],
];

const refusals: readonly (readonly [sql: string, code: string, done: boolean])[] = [
  ["CREATE TABLE `t` (a int)", "ER_TABLE_EXISTS_ERROR", true],
  ["DROP TABLE `t`", "ER_BAD_TABLE_ERROR", true],
  ["ALTER TABLE t ADD COLUMN a int", "ER_DUP_FIELDNAME", true],
  ["ALTER TABLE t DROP COLUMN a", "ER_CANT_DROP_FIELD_OR_KEY", true],
  ["RENAME TABLE a TO b", "ER_NO_SUCH_TABLE", true],
  ["ALTER TABLE t RENAME COLUMN a TO b", "ER_BAD_FIELD_ERROR", true],
  ["ALTER TABLE t ADD COLUMN a int", "ER_NO_SUCH_TABLE", false],
  ["ALTER TABLE t ADD UNIQUE INDEX u (a)", "ER_DUP_ENTRY", false],
  ["INSERT INTO t VALUES (1)", "ER_DUP_ENTRY", false],
];

describe("a revision of MySQL that stopped half way", () => {
  for (const [sql, effect] of effects) {
    it(`holds "${sql}" for "${effect}"`, () => {
      expect(resumption.effectOf(sql)).to.equal(effect);
    });
  }

  for (const [sql, code, done] of refusals) {
    it(`takes ${code} for a sign that "${sql}" was ${done ? "" : "not "}carried out`, () => {
      expect(resumption.isDone(sql, { code, message: "" })).to.equal(done);
    });
  }
});
