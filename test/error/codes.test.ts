import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { AthanorError, hasCode, retell } from "../../src/error/athanor-error.js";
import { errorCodes } from "../../src/error/codes.js";

const root = resolve(import.meta.dirname, "../..");
const codes = Object.keys(errorCodes);

function textOf(folder: string, isMeant: (path: string) => boolean): string {
  return readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter((path) => /\.[cm]?[jt]s$/.test(path) && isMeant(path))
    .map((path) => readFileSync(join(root, folder, path), "utf8"))
    .join("\n");
}

/** What no test names, and why. */
const untested: Readonly<Record<string, string>> = {
  CONSTRAINT_UNNAMED: "takes two constraints that are alike but for names that nobody knows",
  DATABASE_FAILED: "a refusal that no dialect has a meaning for",
  ENTITY_NOT_LOADED: "TypeORM 1 only",
  FOREIGN_KEYS_ENFORCED: "a connection that is not Athanor's own",
  JOURNAL_MISSING: "takes a role that may change tables and create none",
  MIGRATIONS_FOUND: "not written yet",
  MIGRATIONS_OUT_OF_ORDER: "not written yet",
  NEVER_ENDS: "its message is tested",
  NOT_A_TABLE_CHANGE: "not written yet",
  NO_MIGRATION_TOOL: "takes a source of another ORM",
  OUT_OF_LOCKS: "takes more locks than a server under test should give",
  ROLLBACK_FAILED: "takes a connection that ends while it rolls back",
  TRANSACTION_IN_THE_WAY: "not written yet",
  VERSION_ROWS_CHANGED: "takes another program that writes the version rows during the run",
};

/** Codes that are made of the kind of thing that is missing: see `src/operation/unknown.ts`. */
const ofThings = /^UNKNOWN_(TABLE|COLUMN|CONSTRAINT|INDEX|ENUM|SEQUENCE|VIEW|SCHEMA|EXTENSION)$/;

describe("the table of error codes", () => {
  it("holds no code that nothing throws", () => {
    const source =
      textOf("src", (path) => !/^(error.codes|testing)\b/.test(path)) +
      textOf("plugin", () => true);
    const unused = codes.filter((code) => !source.includes(`"${code}"`) && !ofThings.test(code));
    expect(unused).to.deep.equal([]);
  });

  it("holds no code that no test names, unless it says why", () => {
    const tests =
      textOf("test", (path) => !path.endsWith("codes.test.ts")) + textOf("src/testing", () => true);
    const unnamed = codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(tests));
    expect(unnamed.sort()).to.deep.equal(Object.keys(untested).sort());
  });

  it("says of each code in whole sentences what happened and what to do", () => {
    const incomplete = Object.entries(errorCodes).filter(
      ([, { meaning, remedy }]) => ![meaning, remedy].every((text) => /^["`A-Z].*[.`]$/.test(text)),
    );
    expect(incomplete.map(([code]) => code)).to.deep.equal([]);
  });

  it("spells its codes in upper-snake", () => {
    expect(codes.filter((code) => !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(code))).to.deep.equal([]);
  });
});

describe("hasCode", () => {
  const error = new AthanorError({
    code: "UNKNOWN_TAG",
    message: 'There is no tag "v1".',
    facts: { tag: "v1", near: ["v2"] },
  });

  it("types the facts by the code", () => {
    expect(hasCode(error, "UNKNOWN_TAG") && error.facts.near[0]).to.equal("v2");
  });

  it("takes one of several codes", () => {
    expect(hasCode(error, "TAG_EXISTS", "UNKNOWN_TAG")).to.be.true;
    expect(hasCode(error, "TAG_EXISTS")).to.be.false;
  });

  it("is false of what is no AthanorError", () => {
    expect(hasCode(Object.assign(new Error("no"), { code: "UNKNOWN_TAG" }), "UNKNOWN_TAG")).to.be
      .false;
  });
});

describe("an error that is retold", () => {
  const error = new AthanorError({
    code: "UNKNOWN_TAG",
    message: 'There is no tag "v1".',
    suggestions: ["athanor tag"],
    facts: { tag: "v1", near: [] },
    cause: "asked",
  });

  it("keeps what is not told otherwise, and its stack", () => {
    const retold = retell(error, { message: "None." });
    expect(retold).to.include({ code: "UNKNOWN_TAG", message: "None.", cause: "asked" });
    expect(retold).to.deep.include({ suggestions: ["athanor tag"], facts: error.facts });
    expect(retold.stack).to.equal(error.stack);
  });
});
