import { expect } from "chai";
import type { PathLike } from "node:fs";
import * as fileSystem from "node:fs/promises";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { scanRevisions } from "../../src/directory/scan.js";
import type { Scan } from "../../src/directory/scan.js";
import { catchRejection } from "../support/catch-error.js";

const header = (id: string, down = "null") =>
  `export const revision = "${id}";\nexport const downRevision = ${down};\n`;

describe("scanRevisions", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "athanor-scan-"));
  });
  afterEach(() => rm(root, { recursive: true }));

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
  }

  const scan = (folders: readonly string[] = ["."], recursive = false): Promise<Scan> =>
    scanRevisions({ folders: folders.map((folder) => join(root, folder)), recursive, fileSystem });

  const found = ({ revisions }: Scan) =>
    revisions.map(({ id, path }) => `${relative(root, path)}: ${id}`);

  it("reads the headers of all kinds of files, by path", async () => {
    await write({
      "c.mts": header("c"),
      "a.ts": header("a"),
      "b.cts": header("b"),
      "d.js": header("d"),
      "e.mjs": header("e"),
      "f.cjs": `exports.revision = "f"; exports.downRevision = null;`,
    });
    expect(found(await scan())).to.deep.equal([
      "a.ts: a",
      "b.cts: b",
      "c.mts: c",
      "d.js: d",
      "e.mjs: e",
      "f.cjs: f",
    ]);
  });

  const bytes: Readonly<Record<string, Buffer>> = {
    "a file in UTF-16": Buffer.from(`\ufeff${header("a")}`, "utf16le"),
    "a file in Latin-1": Buffer.from(`// \u00e9\n${header("a")}`, "latin1"),
    "a file that is no text": Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]),
  };
  for (const [name, content] of Object.entries(bytes)) {
    it(`refuses ${name}`, async () => {
      await writeFile(join(root, "a.ts"), content);
      const failure = await catchRejection(scan);
      expect(failure.code).to.equal("UNREADABLE_FILE");
      expect(failure.message).to.match(/a\.ts" cannot be read: it is no text in UTF-8\.$/);
    });
  }

  it("refuses an empty file, but for one that need not be a revision", async () => {
    await write({ "index.ts": "", "a.ts": " \n" });
    const failure = await catchRejection(scan);
    expect(failure.code).to.equal("EMPTY_FILE");
    expect(failure.message).to.match(/a\.ts" lies among the revision files and is empty/);
  });

  it("gives the same answer in whatever order the file system lists", async () => {
    await write({ "b.ts": header("b"), "a.ts": header("a"), "c/d.ts": header("d") });
    const readdir = async (path: PathLike): Promise<never> => {
      const entries = await fileSystem.readdir(path, { withFileTypes: true });
      return entries.sort((one, other) => (one.name < other.name ? 1 : -1)) as never;
    };
    const request = { folders: [root], recursive: true, fileSystem: { ...fileSystem, readdir } };
    expect(await scanRevisions(request)).to.deep.equal(await scan(["."], true));
  });

  it("tells of revisions in a folder that is not searched", async () => {
    await write({ "a.ts": header("a"), "2025/01/b.ts": header("b"), "notes/c.ts": "export {};" });
    const { revisions, warnings } = await scan();
    expect(revisions.map(({ id }) => id)).to.deep.equal(["a"]);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/2025" holds revision files, .*"recursiveVersionLocations: true"/);
  });

  it("tells of none in a folder that is searched by itself", async () => {
    await write({ "a.ts": header("a"), "old/b.ts": header("b") });
    expect((await scan([".", "old"])).warnings).to.deep.equal([]);
  });

  it("runs no file", async () => {
    await write({ "a.ts": `${header("a")}throw new Error("ran");` });
    expect(found(await scan())).to.deep.equal(["a.ts: a"]);
  });

  it("passes over declarations, maps, hidden files and everything that is no script", async () => {
    await write({
      "a.d.ts": header("a"),
      "a.d.mts": header("a"),
      "a.js.map": "{}",
      ".a.ts": header("a"),
      ".#a.ts": header("a"),
      "README.md": "x",
      "a.json": "{}",
      "a.ts.bak": header("a"),
    });
    expect(await scan()).to.deep.equal({ revisions: [], warnings: [] });
  });

  it("warns of a script without a revision, and leaves it out", async () => {
    await write({ "helper.ts": "export const x = 1;", "a.ts": header("a") });
    const { revisions, warnings } = await scan();
    expect(revisions.map(({ id }) => id)).to.deep.equal(["a"]);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include("helper.ts").and.to.include(`"revision"`);
  });

  it("is silent about an index and about tests that hold no revision", async () => {
    await write({ "index.ts": "export {};", "a.test.ts": "it();", "b.spec.js": "it();" });
    expect(await scan()).to.deep.equal({ revisions: [], warnings: [] });
  });

  it("takes an index that holds a revision", async () => {
    await write({ "index.ts": header("a") });
    expect(found(await scan())).to.deep.equal(["index.ts: a"]);
  });

  it("looks into the folders below only when asked to", async () => {
    await write({ "a.ts": header("a"), "2026/b.ts": header("b"), "2026/11/c.ts": header("c") });
    expect(found(await scan())).to.deep.equal(["a.ts: a"]);
    expect(found(await scan(["."], true))).to.deep.equal([
      "2026/11/c.ts: c",
      "2026/b.ts: b",
      "a.ts: a",
    ]);
  });

  it("never looks into node_modules and hidden folders", async () => {
    await write({ "node_modules/x/a.ts": header("a"), ".git/b.ts": header("b") });
    expect(found(await scan(["."], true))).to.deep.equal([]);
  });

  it("reads several locations, and a file that lies in two of them once", async () => {
    await write({ "one/a.ts": header("a"), "two/b.ts": header("b") });
    expect(found(await scan(["two", "one", "one"]))).to.deep.equal(["one/a.ts: a", "two/b.ts: b"]);
    expect(found(await scan([".", "one"], true))).to.deep.equal(["one/a.ts: a", "two/b.ts: b"]);
  });

  it("counts a location that does not exist as empty, with a warning", async () => {
    const { revisions, warnings } = await scan(["versions"]);
    expect(revisions).to.deep.equal([]);
    expect(warnings[0]).to.include("versions").and.to.include("does not exist");
  });

  it("prefers the source to what was compiled from it", async () => {
    await write({
      "a.ts": header("a"),
      "a.js": header("a"),
      "b.mts": header("b"),
      "b.mjs": header("b"),
      "c.cts": header("c"),
      "c.cjs": `exports.revision = "c"; exports.downRevision = null;`,
      "d.js": header("d"),
    });
    expect(found(await scan())).to.deep.equal(["a.ts: a", "b.mts: b", "c.cts: c", "d.js: d"]);
  });

  it("does not mind that what was compiled cannot be read, where the source can", async () => {
    await write({ "a.ts": header("a"), "a.js": "export const revision = f();" });
    expect(found(await scan())).to.deep.equal(["a.ts: a"]);
  });

  it("tells the first of several failures by path", async () => {
    await write({ "b.ts": "export const revision = f();", "a.ts": "export const revision = ;" });
    expect((await catchRejection(() => scan())).message).to.include("a.ts");
  });

  it("keeps two files of one name that hold different revisions", async () => {
    await write({ "a.ts": header("a"), "a.js": header("b") });
    expect(found(await scan())).to.deep.equal(["a.js: b", "a.ts: a"]);
  });

  it("leaves two files with the same id to the graph, which names both", async () => {
    await write({ "a.ts": header("a"), "b.ts": header("a") });
    expect(found(await scan())).to.deep.equal(["a.ts: a", "b.ts: a"]);
  });

  it("follows a link to a file, not to a folder", async () => {
    await write({ "else/a.ts": header("a"), "versions/.keep": "" });
    await symlink(join(root, "else/a.ts"), join(root, "versions/a.ts"));
    await symlink(root, join(root, "versions/loop"));
    expect(found(await scan(["versions"], true))).to.deep.equal(["versions/a.ts: a"]);
  });

  it("fails with file and line where a header cannot be read", async () => {
    await write({ "a.ts": header("a"), "b.ts": `\nexport const revision = compute();` });
    const failure = await catchRejection(() => scan());
    expect(failure.code).to.equal("HEADER_UNREADABLE");
    expect(failure.message).to.include(join(root, "b.ts")).and.to.include("line 2");
  });

  it("fails with the file where that cannot be opened", async () => {
    await symlink(join(root, "gone.ts"), join(root, "a.ts"));
    const failure = await catchRejection(() => scan());
    expect(failure.code).to.equal("UNREADABLE_FILE");
    expect(failure.message).to.include(join(root, "a.ts"));
  });

  it("fails where a location is a file", async () => {
    await write({ versions: "" });
    expect((await catchRejection(() => scan(["versions"]))).code).to.equal("UNREADABLE_FILE");
  });

  it("reads a thousand files", async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `r${index}`);
    await write(Object.fromEntries(names.map((name) => [`${name}.ts`, header(name)])));
    expect((await scan()).revisions).to.have.length(1000);
  });

  it("leaves the permissions of a folder alone", async () => {
    await write({ "versions/a.ts": header("a") });
    await chmod(join(root, "versions"), 0o555);
    expect(found(await scan(["versions"]))).to.deep.equal(["versions/a.ts: a"]);
    await chmod(join(root, "versions"), 0o755);
  });
});
