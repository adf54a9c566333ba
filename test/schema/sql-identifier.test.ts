import { expect } from "chai";
import { mentions, renameIdentifier } from "../../src/schema/sql-identifier.js";

const renames: readonly (readonly [string, string, string])[] = [
  ["bare words", "age > 0 AND age < 9", "years > 0 AND years < 9"],
  ["quoted names", `"age" > 0`, `"years" > 0`],
  ["names in backticks and brackets", "`age` > [age]", "`years` > [years]"],
  ["a bare word in another case", "AGE > 0", "years > 0"],
  ["qualified names", "t.age > 0", "t.years > 0"],
  ["arguments of functions", "lower(age)", "lower(years)"],
];

const untouched: readonly (readonly [string, string])[] = [
  ["texts", "x = 'age'"],
  ["texts with escapes", "x = E'it\\'s age' AND y = 'o''age'"],
  ["comments", "x -- age\n + y /* age */"],
  ["functions of that name", "age(x) > 0"],
  ["casts to a type of that name", "x::age"],
  ["qualifiers of that name", "age.x > 0"],
  ["longer names", "aged + age_2"],
  ["quoted names in another case", `"Age" > 0`],
  ["dollar-quoted texts", "x = $$age$$"],
];

describe("renameIdentifier", () => {
  for (const [title, sql, expected] of renames) {
    it(`renames ${title}`, () => {
      expect(renameIdentifier(sql, "age", "years")).to.equal(expected);
    });
  }

  for (const [title, sql] of untouched) {
    it(`leaves ${title} alone`, () => {
      expect(renameIdentifier(sql, "age", "years")).to.equal(sql);
    });
  }

  it("quotes a new name that needs it", () => {
    expect(renameIdentifier("age > 0", "age", "userAge")).to.equal(`"userAge" > 0`);
  });
});

describe("mentions", () => {
  it("finds a quoted name in mixed case", () => {
    expect(mentions(`lower("firstName")`, "firstName")).to.equal(true);
  });

  it("does not find what is only part of a text", () => {
    expect(mentions("status = 'firstName'", "firstName")).to.equal(false);
  });
});
