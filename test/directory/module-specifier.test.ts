import { posix, win32 } from "node:path";
import { expect } from "chai";
import { moduleSpecifier } from "../../src/directory/module-specifier.js";

type Case = readonly [folder: string, path: string, specifier: string];

const windows: readonly Case[] = [
  ["C:\\app\\migrations", "C:\\app\\src\\data-source.mjs", "../src/data-source.mjs"],
  ["C:\\app\\migrations", "C:\\app\\migrations\\a.mjs", "./a.mjs"],
  ["C:\\app\\migrations", "c:\\APP\\b.mjs", "../b.mjs"],
  ["C:\\app\\migrations", "D:\\my data\\a.mjs", "file:///D:/my%20data/a.mjs"],
];

describe("moduleSpecifier", () => {
  for (const [folder, path, specifier] of windows) {
    it(`names ${path} from ${folder} on Windows`, () => {
      expect(moduleSpecifier(folder, path, "javascript", win32)).to.equal(specifier);
    });
  }

  it("names a file with slashes only, wherever it is written", () => {
    expect(moduleSpecifier("/app/migrations", "/app/src/a.mjs", "javascript", posix)).to.equal(
      "../src/a.mjs",
    );
  });
});
