import { expect } from "chai";
import { parseBackfills, rejectUnused } from "../../src/compare/backfill-option.js";
import { parseConversions, rejectUnconverted } from "../../src/compare/conversion-option.js";
import { catchError } from "../support/catch-error.js";

describe("--backfill", () => {
  it("is a column and the SQL behind the first equals sign", () => {
    const parsed = parseBackfills([`billing.bills.currency=upper("a" || '=')`]);
    expect([...parsed]).to.deep.equal([["billing.bills.currency", `upper("a" || '=')`]]);
  });

  for (const text of ["users", "users=1", "users.name", "users.name=", "=1"])
    it(`is refused where it says ${JSON.stringify(text)}`, () => {
      expect(catchError(() => parseBackfills([text])).code).to.equal("MALFORMED_BACKFILL");
    });

  it("is refused for a column that the revision does not fill", () => {
    const given = parseBackfills(["users.a=1", "users.b=2"]);
    const failure = catchError(() => rejectUnused(given, ["users.a"]));
    expect([failure.code, failure.facts.columns]).to.deep.equal(["UNUSED_BACKFILL", ["users.b"]]);
  });
});

describe("--convert", () => {
  it("is refused where it names no column", () => {
    expect(catchError(() => parseConversions(["list"])).code).to.equal("MALFORMED_CONVERSION");
  });

  it("is refused for a column whose type does not change", () => {
    const given = parseConversions(["post.tags=list"]);
    const failure = catchError(() => rejectUnconverted(given, [{ converted: [] }]));
    const { code, facts } = failure;
    expect([code, facts.columns]).to.deep.equal(["UNUSED_CONVERSION", ["post.tags"]]);
  });
});
