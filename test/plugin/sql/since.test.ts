import { expect } from "chai";
import { since, versionNumber } from "../../../plugin/sql/since.js";

describe("since", () => {
  it("is true of the version itself and of newer ones", () => {
    const asked = since("3.35");
    expect([33499, 33500, 33501, 40000].map((version) => asked({ version }))).to.deep.equal([
      false,
      true,
      true,
      true,
    ]);
  });

  it("takes a major version alone", () => {
    expect(since("15")({ version: 150000 })).to.equal(true);
    expect(since("15")({ version: 140012 })).to.equal(false);
  });

  it("asks for the product where one is named", () => {
    const asked = since("mariadb 10.6");
    expect(asked({ product: "mariadb", version: 100600 })).to.equal(true);
    expect(asked({ product: "mysql", version: 100600 })).to.equal(false);
  });

  it("reads a version as servers print it", () => {
    expect(versionNumber("10.11.6-MariaDB-log")).to.equal(101106);
    expect(versionNumber("8.0.36")).to.equal(80036);
    expect(versionNumber("3.45.1")).to.equal(34501);
  });
});
