import { expect } from "chai";
import { rewriteParents } from "../../src/directory/rewrite-header.js";
import { readHeader } from "../../src/directory/header.js";
import { catchError } from "../support/catch-error.js";

/** A file, its new parents, and what it becomes: path, before, parents, after. */
const scenarios = [
  [
    "a constant",
    "a.ts",
    `export const revision = "a";\nexport const downRevision = "b"; // why\n`,
    ["c"],
    `export const revision = "a";\nexport const downRevision = "c"; // why\n`,
  ],
  [
    "a constant with a type",
    "a.ts",
    `export const revision: string = 'a';\nexport const downRevision: string | null = null;`,
    ["c"],
    `export const revision: string = 'a';\nexport const downRevision: string | null = 'c';`,
  ],
  [
    "a base to be",
    "a.ts",
    `export const revision = "a", downRevision = "b" as string | null;`,
    [],
    `export const revision = "a", downRevision = null as string | null;`,
  ],
  [
    "a merge to be",
    "a.ts",
    `export const revision = "a", downRevision = "b";`,
    ["c", "d"],
    `export const revision = "a", downRevision = ["c", "d"];`,
  ],
  [
    "an array, which stays one",
    "a.ts",
    `export const revision = "a";\nexport const downRevision: string[] = [\n  "b",\n  "c",\n] as const;`,
    ["d"],
    `export const revision = "a";\nexport const downRevision: string[] = ["d"] as const;`,
  ],
  [
    "an export list",
    "a.js",
    `const revision = "a", downRevision = "b";\nexport { revision, downRevision };`,
    ["c"],
    `const revision = "a", downRevision = "c";\nexport { revision, downRevision };`,
  ],
  [
    "a constant that stands for another",
    "a.js",
    `const parent = "b";\nexport const revision = "a";\nexport const downRevision = parent;`,
    ["c"],
    `const parent = "c";\nexport const revision = "a";\nexport const downRevision = parent;`,
  ],
  [
    "a constant that stands for something else as well",
    "a.js",
    `const other = "b";\nexport const revision = "a", downRevision = other, dependsOn = other;`,
    ["c"],
    `const other = "b";\nexport const revision = "a", downRevision = "c", dependsOn = other;`,
  ],
  [
    "CommonJS",
    "a.cjs",
    `exports.revision = "a";\nexports.downRevision = "b";`,
    ["c"],
    `exports.revision = "a";\nexports.downRevision = "c";`,
  ],
  [
    "an object of CommonJS",
    "a.cjs",
    `module.exports = { revision: "a", downRevision: null, upgrade() {} };`,
    ["c"],
    `module.exports = { revision: "a", downRevision: "c", upgrade() {} };`,
  ],
  [
    "names in an object of CommonJS",
    "a.js",
    `const revision = "a", downRevision = "b";\nmodule.exports = { revision, downRevision };`,
    ["c"],
    `const revision = "a", downRevision = "c";\nmodule.exports = { revision, downRevision };`,
  ],
  [
    "the header comment",
    "a.ts",
    `/**\n * Größe 😀\n *\n * Revision:  a\n * Revises:   b, c\n * Created:   2026-11-20T08:30:00Z\n */\nexport const revision = "a";\nexport const downRevision = ["b", "c"];\n`,
    [],
    `/**\n * Größe 😀\n *\n * Revision:  a\n * Revises:   base\n * Created:   2026-11-20T08:30:00Z\n */\nexport const revision = "a";\nexport const downRevision = [];\n`,
  ],
  [
    "the header comment of a file from Windows",
    "a.ts",
    `\uFEFF/**\r\n * Revises: b\r\n */\r\nexport const revision = "a";\r\nexport const downRevision = "b";\r\n`,
    ["c"],
    `\uFEFF/**\r\n * Revises: c\r\n */\r\nexport const revision = "a";\r\nexport const downRevision = "c";\r\n`,
  ],
  [
    "the header comment, not one that looks like it",
    "a.ts",
    `/* Revises: nothing of note */\n/**\n * Revision: a\n * Revises: b\n */\nexport const revision = "a";\nexport const downRevision = "b";`,
    ["c"],
    `/* Revises: nothing of note */\n/**\n * Revision: a\n * Revises: c\n */\nexport const revision = "a";\nexport const downRevision = "b";`.replace(
      `= "b"`,
      `= "c"`,
    ),
  ],
  [
    "a comment of lines",
    "a.ts",
    `// Revises: b\nexport const revision = "a", downRevision = "b";`,
    ["c"],
    `// Revises: c\nexport const revision = "a", downRevision = "c";`,
  ],
] as const;

describe("other parents in a revision file", () => {
  for (const [title, path, before, parents, after] of scenarios) {
    it(`change ${title}`, () => {
      const rewritten = rewriteParents(path, before, parents);
      expect(rewritten).to.equal(after);
      expect(readHeader(path, rewritten)?.down).to.deep.equal(parents);
    });
  }

  it("are refused where they are not written in the file", () => {
    const text = `export const revision = "a";\nexport { downRevision } from "./parent.js";`;
    const failure = catchError(() => rewriteParents("a.js", text, ["c"]));
    expect(failure.code).to.equal("HEADER_NOT_REWRITTEN");
    expect(failure.message).to.include(`"a.js"`);
  });
});
