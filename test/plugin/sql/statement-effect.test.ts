import { expect } from "chai";
import { effectOf } from "../../../plugin/sql/statement-effect.js";
import type { StatementEffect } from "../../../src/plugin/session.js";

const effects: Readonly<Record<string, StatementEffect>> = {
  "SELECT 1": "read",
  "  -- why\n/* and how */ select 1;": "read",
  "INSERT INTO a VALUES (';')": "rows",
  "WITH old AS (SELECT 1) DELETE FROM a": "rows",
  "WITH old AS (SELECT 1) SELECT * FROM old": "read",
  "CREATE TABLE a (id int)": "definition",
  "create temporary table a (id int)": "session",
  "SET @a = 1": "session",
  "CALL whatever()": "unknown",
  "INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)": "unknown",
};

describe("the effect of a statement", () => {
  for (const [sql, effect] of Object.entries(effects)) {
    it(`is ${effect} for ${JSON.stringify(sql)}`, () => {
      expect(effectOf(sql)).to.equal(effect);
    });
  }
});
