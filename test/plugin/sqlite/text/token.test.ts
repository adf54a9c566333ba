import { expect } from "chai";
import { nameOfToken, tokenize } from "../../../../plugin/sqlite/text/token.js";

const cases: Readonly<Record<string, readonly string[]>> = {
  "a+b": ["word a", "symbol +", "word b"],
  "a/*x*/b--c\nd": ["word a", "word b", "word d"],
  "a - -1": ["word a", "symbol -", "symbol -", "number 1"],
  "'it''s' \"a\"\"b\" `c``d` [e f]": ["string 'it''s'", 'name "a""b"', "name `c``d`", "name [e f]"],
  "x'0aF' X'' xy": ["blob x'0aF'", "blob X''", "word xy"],
  "1 1.5 .5 1e3 1.5E-3 0xFF 1_000": [
    "number 1",
    "number 1.5",
    "number .5",
    "number 1e3",
    "number 1.5E-3",
    "number 0xFF",
    "number 1_000",
  ],
  "a->>'$' b->c d||e": [
    "word a",
    "symbol ->>",
    "string '$'",
    "word b",
    "symbol ->",
    "word c",
    "word d",
    "symbol ||",
    "word e",
  ],
  "a<>b a!=b a==b a<=b a<<b": [
    ...["word a", "symbol <>", "word b", "word a", "symbol !=", "word b", "word a", "symbol =="],
    ...["word b", "word a", "symbol <=", "word b", "word a", "symbol <<", "word b"],
  ],
  "?1 :name @x $y": ["variable ?1", "variable :name", "variable @x", "variable $y"],
  "größe naïve$1": ["word größe", "word naïve$1"],
  't."a".b': ["word t", "symbol .", 'name "a"', "symbol .", "word b"],
  "'-- no comment' /* 'no string' */ 1": ["string '-- no comment'", "number 1"],
  "a /* never closed": ["word a"],
  "'never closed": ["symbol '", "word never", "word closed"],
  "": [],
};

describe("the tokenizer of SQLite's SQL", () => {
  for (const [sql, tokens] of Object.entries(cases)) {
    it(`cuts ${JSON.stringify(sql)} as SQLite does`, () => {
      expect(tokenize(sql).map(({ kind, text }) => `${kind} ${text}`)).to.deep.equal(tokens);
    });
  }

  it("tells where each token stands", () => {
    const sql = "CREATE /* a */ TABLE 'b c'(d)";
    expect(tokenize(sql).map(({ start, end }) => sql.slice(start, end))).to.deep.equal(
      tokenize(sql).map(({ text }) => text),
    );
  });

  it("takes the quotes off names of all four kinds", () => {
    expect(tokenize("\"a\"\"b\" `c``d` [e f] 'g''h' i").map(nameOfToken)).to.deep.equal([
      'a"b',
      "c`d",
      "e f",
      "g'h",
      "i",
    ]);
  });
});
