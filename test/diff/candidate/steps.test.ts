import { expect } from "chai";
import { judge } from "./judge-steps.js";
import { steps } from "./steps.js";

describe("renames that are offered first, on steps that applications made", () => {
  const { precision, recall, asked, wrong, missed } = judge(steps);

  it("are renames, at least 97 in 100", () => {
    expect(precision, wrong.join("\n")).to.be.at.least(0.97);
  });

  it("are at least 80 in 100 of all renames", () => {
    expect(recall, missed.join("\n")).to.be.at.least(0.8);
  });

  it("leave no rename that is not asked about", () => {
    expect(asked).to.equal(1);
  });

  for (const known of [
    "shipping_method.description:fulfillmentHandlerCode",
    "config.id:key",
    "applications.slug:interactions_endpoint_url",
    "users.companyId:teamId",
  ]) {
    it(`are not ${known}`, () => {
      expect(wrong.filter((text) => text.startsWith(known))).to.deep.equal([]);
    });
  }
});
