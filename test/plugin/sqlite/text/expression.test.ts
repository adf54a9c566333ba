import { expect } from "chai";
import {
  mentions,
  renameColumnsIn,
  sameExpression,
  stripParentheses,
} from "../../../../plugin/sqlite/text/expression.js";
import { splitStatements } from "../../../../plugin/sqlite/text/split-statements.js";

describe("expressions in SQLite", () => {
  const same: readonly (readonly [string, string])[] = [
    ["a > 1", "a>1"],
    ["((a > 1))", "a > 1"],
    ["A IS NOT NULL", '"a" is not null'],
    ["[a] <> 'x'", "`a` != 'x'"],
    ["a == 1 -- one", "a = 1"],
    ["datetime('now')", "DATETIME ( 'now' )"],
    ["x'ab'", "X'AB'"],
  ];
  for (const [left, right] of same) {
    it(`${left} is ${right}`, () => expect(sameExpression(left, right)).to.equal(true));
  }

  const different: readonly (readonly [string, string])[] = [
    ["a = 'x'", "a = 'X'"],
    ["a = 'x y'", "a = 'x  y'"],
    ['a = "null"', "a = NULL"],
    ["(a) + (b)", "a) + (b"],
    ["a = 1", "a = 1.0"],
    ["a + b * c", "(a + b) * c"],
  ];
  for (const [left, right] of different) {
    it(`${left} is not ${right}`, () => expect(sameExpression(left, right)).to.equal(false));
  }

  it("lose only the parentheses round all of them", () => {
    const texts = ["((a))", "(a) + (b)", "( a /* ) */ )", "('()')", "a", "", "(a, (b))"];
    expect(texts.map((sql) => stripParentheses(sql))).to.deep.equal([
      "a",
      "(a) + (b)",
      "a",
      "'()'",
      "a",
      "",
      "a, (b)",
    ]);
  });

  it("mention names, not words in strings and comments", () => {
    const sql = "lower(Name) <> 'age' /* size */ AND [of].\"Deep\" IS NOT NULL";
    const names = ["name", "deep", "OF", "age", "size", "null", "and"];
    expect(names.filter((name) => mentions(sql, name))).to.deep.equal(["name", "deep", "OF"]);
  });

  it("get columns under new names, all at once, and nothing else", () => {
    const renames = new Map([
      ["a", "b"],
      ["b", "a"],
      ["text", "note"],
      ["nocase", "x"],
    ]);
    const sql = "a > [B] AND a(b) = 'a' AND CAST(text AS text) COLLATE nocase = a.c";
    expect(renameColumnsIn(sql, renames)).to.equal(
      '"b" > "a" AND a("a") = \'a\' AND CAST("note" AS text) COLLATE nocase = a.c',
    );
  });
});

describe("a script for SQLite", () => {
  it("falls into its statements", () => {
    expect(splitStatements(" a 'x;y'; ; -- c;\n b /* ; */ (\";\") ;")).to.deep.equal([
      "a 'x;y'",
      'b /* ; */ (";")',
    ]);
  });

  it("keeps the body of a trigger with it", () => {
    const trigger =
      "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; DELETE FROM d; END";
    expect(splitStatements(`${trigger}; SELECT 1`)).to.deep.equal([trigger, "SELECT 1"]);
  });
});
