import { expect } from "chai";
import { inlineParameters } from "../../src/runner/compile-in-order.js";

const literal = (value: unknown): string =>
  typeof value === "string" ? `'${value}'` : String(value);

const cases: readonly [string, string, readonly unknown[], string][] = [
  ["numbered placeholders", "a = $2 AND b = $1", [1, "x"], "a = 'x' AND b = 1"],
  ["more than nine of them", "$10 $1", [1, 2, 3, 4, 5, 6, 7, 8, 9, 0], "0 1"],
  ["question marks", "a = ? AND b = ?", [1, "x"], "a = 1 AND b = 'x'"],
  ["a question mark in a string", "a = 'why?' AND b = ?", [1], "a = 'why?' AND b = 1"],
  ["a doubled quote in a string", "a = 'it''s ?' AND b = ?", [1], "a = 'it''s ?' AND b = 1"],
  ["a quoted name", '"a?" = ? AND "$1" = 2', [1], '"a?" = 1 AND "$1" = 2'],
  ["comments", "a = ? -- why?\n/* $1? */ AND b = ?", [1, 2], "a = 1 -- why?\n/* $1? */ AND b = 2"],
  ["dollar quotes", "DO $$ x := '?'; $$; a = $1", [1], "DO $$ x := '?'; $$; a = 1"],
  ["tagged dollar quotes", "$body$ $1 ? $body$, $1", [1], "$body$ $1 ? $body$, 1"],
  ["a value that looks like a placeholder", "a = ? AND b = ?", ["?", "$1"], "a = '?' AND b = '$1'"],
];

describe("inlining parameters", () => {
  for (const [name, sql, parameters, expected] of cases) {
    it(`heeds ${name}`, () => {
      expect(inlineParameters(sql, parameters, literal)).to.equal(expected);
    });
  }
});
