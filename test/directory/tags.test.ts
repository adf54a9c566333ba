import { expect } from "chai";
import * as fileSystem from "node:fs/promises";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTags, tagsPath, writeTags } from "../../src/directory/tags.js";
import { catchRejection } from "../support/catch-error.js";

describe("tags", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "athanor-tags-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (text: string) => writeFile(tagsPath(folder), text);

  it("are none without a file", async () => {
    expect(await readTags(fileSystem, folder)).to.deep.equal({});
  });

  it("are written one a line, sorted", async () => {
    await writeTags(fileSystem, folder, { "v1.1": "bb", "v1.0": "aa" });
    expect(await readFile(join(folder, "tags.json"), "utf8")).to.equal(
      `{\n  "v1.0": "aa",\n  "v1.1": "bb"\n}\n`,
    );
  });

  it("are read as they were written", async () => {
    const tags = { "v1.0": "aa", release: "bb", __proto__x: "cc" };
    await writeTags(fileSystem, folder, tags);
    expect(await readTags(fileSystem, folder)).to.deep.equal(tags);
  });

  it("leave nothing but their file behind", async () => {
    await writeTags(fileSystem, folder, {});
    expect([await readdir(folder), await readFile(tagsPath(folder), "utf8")]).to.deep.equal([
      ["tags.json"],
      "{}\n",
    ]);
  });

  it("survive a merge that left a comma too few or too many", async () => {
    await write(`{\n  "v1.0": "aa"\n  "v1.1": "bb",\n  "v1.2": "cc",\n}\n`);
    expect(await readTags(fileSystem, folder)).to.deep.equal({
      "v1.0": "aa",
      "v1.1": "bb",
      "v1.2": "cc",
    });
  });

  const broken = [
    ["no JSON", "{", "not JSON"],
    ["a list", "[]", "not an object"],
    ["a tag without an id", `{ "v1": 3 }`, `"v1"`],
    [
      "a merge conflict",
      `{\n<<<<<<< HEAD\n  "v1": "a"\n=======\n  "v1": "b"\n>>>>>>> x\n}`,
      "merge conflict",
    ],
    ["one tag twice", `{\n  "v1": "a",\n  "v1": "b"\n}\n`, "two lines"],
  ] as const;
  for (const [title, text, says] of broken) {
    it(`are refused when their file holds ${title}`, async () => {
      await write(text);
      const failure = await catchRejection(() => readTags(fileSystem, folder));
      expect(failure.code).to.equal("INVALID_TAGS_FILE");
      expect(failure.message).to.include(tagsPath(folder)).and.to.include(says);
    });
  }

  it("that cannot be written are an error that names the file", async () => {
    const failure = await catchRejection(() => writeTags(fileSystem, join(folder, "gone"), {}));
    expect(failure.code).to.equal("UNWRITABLE_FILE");
    expect(failure.message).to.include("tags.json");
  });
});
