import * as fileSystem from "node:fs/promises";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { AthanorError } from "../../src/error/athanor-error.js";
import { readIfThere, replaceFile } from "../../src/directory/own-file.js";
import { writeEntityNames } from "../../src/directory/entity-names.js";
import { catchRejection } from "../support/catch-error.js";

describe("a file of Athanor's own", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "athanor-own-file-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const fail = (cause: Error): AthanorError =>
    new AthanorError({ code: "INVALID_TAGS_FILE", message: "no", facts: { path: "x" }, cause });

  it("is undefined where it is missing", async () => {
    expect(await readIfThere(fileSystem, join(folder, "none.json"), fail)).to.equal(undefined);
  });

  it("says why it cannot be read", async () => {
    const failure = await catchRejection(() => readIfThere(fileSystem, folder, fail));
    expect(failure).to.have.property("code", "INVALID_TAGS_FILE");
  });

  it("holds the new text, and no draft stays behind", async () => {
    const path = join(folder, "a.json");
    writeFileSync(path, "old");
    await replaceFile(fileSystem, path, "new");
    expect([readFileSync(path, "utf8"), readdirSync(folder)]).to.deep.equal(["new", ["a.json"]]);
  });

  it("keeps the old text where the new one cannot take its place", async () => {
    const path = join(folder, "a.json");
    writeFileSync(path, "old");
    const rename = () => Promise.reject(new Error("EACCES"));
    const failure = await catchRejection(() => replaceFile({ ...fileSystem, rename }, path, "new"));
    expect(failure).to.have.property("code", "UNWRITABLE_FILE");
    expect([readFileSync(path, "utf8"), readdirSync(folder)]).to.deep.equal(["old", ["a.json"]]);
  });

  it("keeps the names of entities whole where writing them ends half way", async () => {
    const names = { default: { entities: { a: "A" }, properties: {} } };
    await writeEntityNames(fileSystem, folder, names);
    const before = readFileSync(join(folder, "entity-names.json"), "utf8");
    const writeFile = (path: string, text: string): Promise<void> =>
      fileSystem.writeFile(path, text.slice(0, 10)).then(() => Promise.reject(new Error("killed")));
    const other = { default: { entities: { b: "B" }, properties: {} } };
    await catchRejection(() =>
      writeEntityNames({ ...fileSystem, writeFile: writeFile as never }, folder, other),
    );
    expect(readFileSync(join(folder, "entity-names.json"), "utf8")).to.equal(before);
  });
});
