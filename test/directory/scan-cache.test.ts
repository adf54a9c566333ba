import { expect } from "chai";
import * as nodeFileSystem from "node:fs/promises";
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileSystem } from "../../src/directory/file-system.js";
import { catchRejection } from "../support/catch-error.js";
import { scanRevisions } from "../../src/directory/scan.js";
import type { Scan } from "../../src/directory/scan.js";

const header = (id: string) =>
  `export const revision = "${id}";\nexport const downRevision = null;\n`;

describe("the cache of headers", () => {
  let root: string;
  let versions: string;
  let cacheFolder: string;
  let opened: string[];
  /** Added to what the file system says of the cache's own age: as if it had been written later. */
  let later: number;

  const fileSystem: FileSystem = {
    ...nodeFileSystem,
    readFile: ((path: string, encoding: "utf8") => {
      if (!path.startsWith(cacheFolder)) opened.push(path.slice(versions.length + 1));
      return readFile(path, encoding);
    }) as FileSystem["readFile"],
    stat: (async (path: string) => {
      const status = await nodeFileSystem.stat(path);
      if (path.startsWith(cacheFolder)) status.mtimeMs += later;
      return status;
    }) as FileSystem["stat"],
  };

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "athanor-cache-"));
    [versions, cacheFolder, opened, later] = [
      join(root, "versions"),
      join(root, "cache"),
      [],
      60_000,
    ];
    await mkdir(versions);
    await writeFile(join(versions, "a.ts"), header("a"));
    await writeFile(join(versions, "b.ts"), header("b"));
  });
  afterEach(() => rm(root, { recursive: true }));

  async function scan(request: { readonly cacheFolder?: string } = { cacheFolder }): Promise<Scan> {
    opened = [];
    return scanRevisions({ folders: [versions], recursive: false, fileSystem, ...request });
  }
  const ids = ({ revisions }: Scan) => revisions.map(({ id }) => id).join();

  it("reads nothing twice", async () => {
    const first = await scan();
    expect(opened.sort().join()).to.equal("a.ts,b.ts");
    expect(await scan()).to.deep.equal(first);
    expect(opened).to.deep.equal([]);
  });

  it("reads again what has changed, and only that", async () => {
    await scan();
    await writeFile(join(versions, "b.ts"), header("c"));
    expect(ids(await scan())).to.equal("a,c");
    expect(opened).to.deep.equal(["b.ts"]);
  });

  it("sees a change that kept the size and the time of modification", async () => {
    const past = new Date("2026-01-01T00:00:00Z");
    await utimes(join(versions, "b.ts"), past, past);
    await scan();
    await writeFile(join(versions, "b.ts"), header("c"));
    await utimes(join(versions, "b.ts"), past, past);
    expect(ids(await scan())).to.equal("a,c");
  });

  it("reads again what was younger than the tick of a clock when it was read", async () => {
    later = 0;
    await scan();
    await scan();
    expect(opened.sort().join()).to.equal("a.ts,b.ts");
  });

  it("forgets a file that is gone and learns one that comes", async () => {
    await scan();
    await rm(join(versions, "a.ts"));
    await writeFile(join(versions, "d.ts"), header("d"));
    expect(ids(await scan())).to.equal("b,d");
    expect(ids(await scan())).to.equal("b,d");
    expect(opened).to.deep.equal([]);
  });

  it("remembers that a file has no header", async () => {
    await writeFile(join(versions, "helper.ts"), "export const x = 1;");
    const first = await scan();
    expect(await scan()).to.deep.equal(first);
    expect([first.warnings.length, opened.length]).to.deep.equal([1, 0]);
  });

  it("does not remember an error", async () => {
    await writeFile(join(versions, "a.ts"), "export const revision = f();");
    const failures = [await catchRejection(() => scan()), await catchRejection(() => scan())];
    expect(failures.map(({ code }) => code).join()).to.equal("HEADER_UNREADABLE,HEADER_UNREADABLE");
  });

  for (const [title, spoil] of [
    ["torn", (text: string) => text.slice(0, -9)],
    ["mixed", (text: string) => text.replace(`"id":"a"`, `"id":"z"`)],
    ["empty", () => ""],
    ["not ours", () => "hello"],
  ] as const) {
    it(`counts for none when its file is ${title}`, async () => {
      await scan();
      const [name = ""] = await readdir(cacheFolder);
      const path = join(cacheFolder, name);
      await writeFile(path, spoil(await readFile(path, "utf8")));
      expect(ids(await scan())).to.equal("a,b");
      expect(opened).to.have.length(2);
    });
  }

  it("is done without where it cannot be written", async () => {
    await writeFile(cacheFolder, "a file, not a folder");
    expect(ids(await scan())).to.equal("a,b");
  });

  it("is not written where nothing was read", async () => {
    await scan();
    const [name = ""] = await readdir(cacheFolder);
    await appendFile(join(cacheFolder, name), "");
    const before = await nodeFileSystem.stat(join(cacheFolder, name));
    await scan();
    const after = await nodeFileSystem.stat(join(cacheFolder, name));
    expect(after.mtimeMs).to.equal(before.mtimeMs);
  });

  it("gives every one of many at once the right answer", async () => {
    const scans = await Promise.all(Array.from({ length: 8 }, () => scan()));
    expect(new Set(scans.map(ids))).to.deep.equal(new Set(["a,b"]));
    expect(ids(await scan())).to.equal("a,b");
  });

  it("is not made unless a folder is given", async () => {
    await scan({});
    expect((await readdir(root)).join()).to.equal("versions");
  });
});
