import * as fileSystem from "node:fs/promises";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readEntityNames } from "../../src/directory/entity-names.js";
import { readKnownSchemas } from "../../src/directory/known-schema.js";
import { catchRejection } from "../support/catch-error.js";

describe("a file of names or schemas that somebody has edited", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "athanor-names-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const files = {
    "entity-names.json": { read: readEntityNames, code: "INVALID_NAMES_FILE" },
    "known-schema.json": { read: readKnownSchemas, code: "INVALID_SCHEMA_FILE" },
  } as const;

  for (const [name, { read, code }] of Object.entries(files)) {
    it(`holds nothing where ${name} is missing`, async () => {
      expect(await read(fileSystem, folder)).to.deep.equal({});
    });

    for (const text of ["{", "[]", '{ "default": 1 }'])
      it(`is refused where ${name} holds ${text}, and what to do is said`, async () => {
        writeFileSync(join(folder, name), text);
        const failure = await catchRejection(() => read(fileSystem, folder));
        expect(failure.code).to.equal(code);
        expect(failure.suggestions.join()).to.contain(join(folder, name));
      });
  }
});
