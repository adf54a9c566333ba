import * as fileSystem from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { writeRevision } from "../../src/directory/write-revision.js";
import { AthanorError } from "../../src/error/athanor-error.js";
import { withProject } from "../support/project.js";

const names = (root: string): Promise<readonly string[]> =>
  fileSystem.readdir(join(root, "versions"), { recursive: true });

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((failure: unknown) => (failure instanceof AthanorError ? failure.code : failure));

describe("writeRevision", () => {
  it("makes the folders that the name asks for, and leaves nothing else", async () => {
    await withProject({}, async (root) => {
      const path = await writeRevision({
        folder: join(root, "versions"),
        fileName: "2026/a.ts",
        text: "x",
        fileSystem,
      });
      expect(path).to.equal(join(root, "versions/2026/a.ts"));
      expect(await fileSystem.readFile(path, "utf8")).to.equal("x");
      expect(await names(root)).to.have.members(["2026", "2026/a.ts"]);
    });
  });

  it("never overwrites", async () => {
    await withProject({ "versions/a.ts": "mine" }, async (root) => {
      const write = writeRevision({
        folder: join(root, "versions"),
        fileName: "a.ts",
        text: "x",
        fileSystem,
      });
      expect(await codeOf(write)).to.equal("FILE_EXISTS");
      expect(await fileSystem.readFile(join(root, "versions/a.ts"), "utf8")).to.equal("mine");
      expect(await names(root)).to.deep.equal(["a.ts"]);
    });
  });

  it("writes where the file system knows no links", async () => {
    const link = () => Promise.reject(Object.assign(new Error("no"), { code: "EPERM" }));
    await withProject({ "b.ts": "mine" }, async (root) => {
      const request = { folder: root, text: "x", fileSystem: { ...fileSystem, link } };
      await writeRevision({ ...request, fileName: "a.ts" });
      expect(await fileSystem.readFile(join(root, "a.ts"), "utf8")).to.equal("x");
      expect(await codeOf(writeRevision({ ...request, fileName: "b.ts" }))).to.equal("FILE_EXISTS");
    });
  });

  it("leaves no half a file when the disk is full", async () => {
    const link = () => Promise.reject(Object.assign(new Error("full"), { code: "ENOSPC" }));
    await withProject({}, async (root) => {
      const request = { folder: join(root, "versions"), fileName: "a.ts", text: "x" };
      const write = writeRevision({ ...request, fileSystem: { ...fileSystem, link } });
      expect(await codeOf(write)).to.equal("FILE_NOT_WRITTEN");
      expect(await names(root)).to.deep.equal([]);
    });
  });
});
