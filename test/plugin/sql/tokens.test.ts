import { expect } from "chai";
import { stripParentheses } from "../../../plugin/sql/parentheses.js";
import { namesIn, tokenize } from "../../../plugin/sql/tokens.js";

describe("SQL text", () => {
  const texts = [
    `SELECT "a""b".c::text, 'it''s -- no comment' FROM t -- yes\n WHERE x = E'\\'' /* ( */`,
    "$$ body ' $$ || $tag$ $$ $tag$",
    "'left open",
    "ünï + 1.5e-3",
  ];

  for (const text of texts) {
    it(`is its pieces put together: ${text.slice(0, 20)}`, () => {
      const pieces = tokenize(text).map((token) => token.text);
      expect(pieces.join("")).to.equal(text);
    });
  }

  it("names what stands outside strings and comments", () => {
    const names = namesIn(`Price > 'amount' AND "Order" IS NULL -- total`);
    expect([...names]).to.deep.equal(["price", "and", "Order", "is", "null"]);
  });

  const stripped: readonly (readonly [string, string])[] = [
    ["((a > 1))", "a > 1"],
    ["(a) + (b)", "(a) + (b)"],
    ["(')')", "')'"],
    [" a ", "a"],
    ["(a)) OR ((b)", "(a)) OR ((b)"],
  ];

  for (const [text, expected] of stripped) {
    it(`loses the parentheses around all of it: ${text}`, () => {
      expect(stripParentheses(text)).to.equal(expected);
    });
  }
});
