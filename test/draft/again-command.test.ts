import { expect } from "chai";
import { againCommand, type AgainOptions } from "../../src/draft/again-command.js";

const cases: readonly (readonly [string, AgainOptions, string])[] = [
  ["a rename", { rename: ["users.name:full_name"] }, "--rename users.name:full_name"],
  ["what is new", { new: ["users.country"] }, "--new users.country"],
  ["a conversion", { convert: ["post.tags=list"] }, "--convert post.tags=list"],
  ["a backfill", { backfill: ["users.notes=''"] }, `--backfill 'users.notes='\\'''\\'''`],
  ["a split", { split: true }, "--split"],
  ["a revision without a baseline", { baseline: false }, "--no-baseline"],
];

describe("the command that writes a revision once more", () => {
  for (const [title, options, flag] of cases) {
    it(`repeats ${title}`, () => {
      expect(againCommand(options, [])).to.equal(`athanor revision --autogenerate ${flag}`);
    });
  }

  it("has the new answers behind those that were given", () => {
    const given = { convert: ["post.tags=list"] };
    expect(againCommand(given, ["--new users.country"])).to.equal(
      "athanor revision --autogenerate --convert post.tags=list --new users.country",
    );
  });
});
