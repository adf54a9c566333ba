import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { readManifest } from "../package/manifest.js";

const root = join(import.meta.dirname, "../..");

describe("oclif.manifest.json", () => {
  it("is the command line as it is built; npm run manifest writes it", async () => {
    const checkedIn = await readFile(join(root, "oclif.manifest.json"), "utf8");
    expect(JSON.parse(checkedIn)).to.deep.equal(JSON.parse(await readManifest(root)));
  }).timeout(120_000);
});
