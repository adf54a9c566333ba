import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import fc from "fast-check";
import { sameValue } from "../../src/schema/equality.js";

describe("sameValue", () => {
  it("does not mind the order of properties", () => {
    expect(sameValue({ a: 1, b: [2] }, { b: [2], a: 1 })).to.equal(true);
  });

  it("minds the order of lists", () => {
    expect(sameValue(["a", "b"], ["b", "a"])).to.equal(false);
  });

  it("tells a missing property from any value", () => {
    expect(sameValue({ a: 1 }, { b: 1 })).to.equal(false);
    expect(sameValue({}, { a: undefined })).to.equal(false);
  });

  it("agrees with node on all plain data", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        expect(sameValue(left, right)).to.equal(isDeepStrictEqual(left, right) || left === right);
        expect(sameValue(left, structuredClone(left))).to.equal(true);
      }),
    );
  });
});
