import { transformSync } from "@swc/core";
import { expect } from "chai";
import ts from "typescript";
import { readHeader } from "../../src/directory/header.js";
import { catchError } from "../support/catch-error.js";

const TYPESCRIPT = `/**
 * create users
 *
 * Revision:  4f1d2c3b5a69
 * Revises:   2b7e1f009c31
 * Created:   2026-11-20T08:30:00Z
 */
import type { Operations } from "athanor";

export const revision = "4f1d2c3b5a69";
export const downRevision: string | null = "2b7e1f009c31";
export const branchLabels: string[] = ["billing"];
export const dependsOn: string[] = ["77aa", "v1.0"];

export async function upgrade(op: Operations): Promise<void> {
  await op.dropTable("users");
}

export async function downgrade(op: Operations): Promise<void> {}
`;

const HEADER = {
  id: "4f1d2c3b5a69",
  down: ["2b7e1f009c31"],
  labels: ["billing"],
  dependsOn: ["77aa", "v1.0"],
  message: "create users",
  created: "2026-11-20T08:30:00Z",
};

const FIELDS = {
  id: HEADER.id,
  down: HEADER.down,
  labels: HEADER.labels,
  dependsOn: HEADER.dependsOn,
};

/** The four facts, without the comment. */
function fieldsOf(path: string, text: string): object | undefined {
  const header = readHeader(path, text);
  if (header === undefined) return undefined;
  const { id, down, labels, dependsOn } = header;
  return { id, down, labels, dependsOn };
}

const VALUES = `revision: "4f1d2c3b5a69", downRevision: "2b7e1f009c31", branchLabels: ["billing"], dependsOn: ["77aa", "v1.0"]`;
const CONSTANTS = `const revision = "4f1d2c3b5a69", downRevision = "2b7e1f009c31", branchLabels = ["billing"], dependsOn = ["77aa", "v1.0"];`;

const FORMS: readonly (readonly [title: string, path: string, text: string])[] = [
  ["exported constants", "a.ts", TYPESCRIPT],
  ["exported constants in an .mts file", "a.mts", TYPESCRIPT],
  [
    "exported constants in JavaScript",
    "a.js",
    TYPESCRIPT.replace(
      /: string(?:\[\])?(?: \| null)?(?= =)|import.*|: Operations|: Promise<void>/gu,
      "",
    ),
  ],
  ["exported variables", "a.js", `export ${CONSTANTS.replace("const", "let")}`],
  [
    "a list of exports below",
    "a.ts",
    `${CONSTANTS} export { revision, downRevision, branchLabels, dependsOn };`,
  ],
  [
    "a list of exports above",
    "a.ts",
    `export { revision, downRevision, branchLabels, dependsOn }; ${CONSTANTS}`,
  ],
  [
    "exports under other names",
    "a.ts",
    `const id = "4f1d2c3b5a69", from = "2b7e1f009c31", l = ["billing"], d = ["77aa", "v1.0"]; export { id as revision, from as downRevision, l as "branchLabels", d as dependsOn };`,
  ],
  [
    "as const",
    "a.ts",
    `export const revision = "4f1d2c3b5a69" as const; export const downRevision = ["2b7e1f009c31"] as const; export const branchLabels = ("billing" as string)!; export const dependsOn = ["77aa", "v1.0"] satisfies string[];`,
  ],
  [
    "template literals without substitution",
    "a.ts",
    "export const revision = `4f1d2c3b5a69`; export const downRevision = `2b7e1f009c31`; export const branchLabels = [`billing`]; export const dependsOn = [`77aa`, 'v1.0'];",
  ],
  [
    "names of other constants",
    "a.ts",
    `const ID = "4f1d2c3b5a69"; const LABEL = "billing"; export const revision = ID; export const downRevision = "2b7e1f009c31"; export const branchLabels = [LABEL]; export const dependsOn = ["77aa", "v1.0"];`,
  ],
  [
    "properties of exports",
    "a.js",
    `"use strict"; exports.revision = "4f1d2c3b5a69"; exports.downRevision = "2b7e1f009c31"; exports.branchLabels = ["billing"]; exports.dependsOn = ["77aa", "v1.0"];`,
  ],
  [
    "properties of module.exports",
    "a.cjs",
    `module.exports.revision = "4f1d2c3b5a69"; module.exports.downRevision = "2b7e1f009c31"; module.exports.branchLabels = ["billing"]; module.exports.dependsOn = ["77aa", "v1.0"];`,
  ],
  [
    "an object given to module.exports",
    "a.cjs",
    `module.exports = { ${VALUES}, async upgrade(op) {}, downgrade: async (op) => {} };`,
  ],
  [
    "an object with quoted names",
    "a.cjs",
    `module.exports = { ${VALUES.replace(/(\w+):/gu, `"$1":`)} };`,
  ],
  [
    "an object of short names",
    "a.js",
    `${CONSTANTS} module.exports = { revision, downRevision, branchLabels, dependsOn };`,
  ],
  [
    "an object given to both names of the exports",
    "a.js",
    `exports = module.exports = { ${VALUES} };`,
  ],
  ["export = of TypeScript", "a.cts", `export = { ${VALUES} };`],
  [
    "what esbuild makes",
    "a.js",
    `"use strict"; var __defProp = Object.defineProperty; var x_exports = {}; __export(x_exports, { branchLabels: () => branchLabels, dependsOn: () => dependsOn, downRevision: () => downRevision, revision: () => revision, upgrade: () => upgrade }); module.exports = __toCommonJS(x_exports); ${CONSTANTS.replace("const", "var")} async function upgrade(op) {}`,
  ],
  ["what tsc makes for CommonJS", "a.js", compile(ts.ModuleKind.CommonJS, ts.ScriptTarget.ES2022)],
  [
    "what tsc makes for CommonJS of old",
    "a.js",
    compile(ts.ModuleKind.CommonJS, ts.ScriptTarget.ES5),
  ],
  ["what tsc makes for ESM", "a.js", compile(ts.ModuleKind.ESNext, ts.ScriptTarget.ES2022)],
  [
    "what tsc makes of a list of exports",
    "a.js",
    compile(
      ts.ModuleKind.CommonJS,
      ts.ScriptTarget.ES2022,
      `${CONSTANTS} export { revision, downRevision, branchLabels, dependsOn };`,
    ),
  ],
  [
    "what swc makes for CommonJS",
    "a.js",
    transformSync(TYPESCRIPT, {
      jsc: { parser: { syntax: "typescript" } },
      module: { type: "commonjs" },
    }).code,
  ],
  [
    "a file with a byte order mark and Windows line ends",
    "a.ts",
    `\uFEFF${TYPESCRIPT.replaceAll("\n", "\r\n")}`,
  ],
  [
    "a file whose functions come first",
    "a.ts",
    `export async function upgrade() {}\n${TYPESCRIPT.replace(/export async function upgrade[^]*?\n\}/u, "")}`,
  ],
];

function compile(module: ts.ModuleKind, target: ts.ScriptTarget, text = TYPESCRIPT): string {
  return ts.transpileModule(text, { compilerOptions: { module, target } }).outputText;
}

describe("readHeader", () => {
  describe("understands", () => {
    for (const [title, path, text] of FORMS)
      it(title, () => expect(fieldsOf(path, text)).to.deep.equal(FIELDS));
  });

  it("tells the message and the date of the comment", () => {
    expect(readHeader("a.ts", TYPESCRIPT)).to.deep.equal(HEADER);
  });

  describe("takes for no parent", () => {
    for (const written of ["null", "undefined", "void 0", "[]", "null as string | null"]) {
      it(written, () => {
        const header = readHeader(
          "a.ts",
          `export const revision = "a"; export const downRevision = ${written};`,
        );
        expect(header?.down).to.deep.equal([]);
      });
    }
  });

  it("takes several parents for a merge", () => {
    const header = readHeader(
      "a.ts",
      `export const revision = "a"; export const downRevision = ["x", "y"];`,
    );
    expect(header?.down).to.deep.equal(["x", "y"]);
  });

  it("takes one label or dependency without brackets", () => {
    const header = readHeader(
      "a.ts",
      `export const revision = "a"; export const downRevision = null; export const branchLabels = "L"; export const dependsOn = "x";`,
    );
    expect([header?.labels, header?.dependsOn]).to.deep.equal([["L"], ["x"]]);
  });

  describe("finds no header in", () => {
    const cases = [
      ["an empty file", ""],
      ["a file of other things", `export const table = "users";`],
      ["a constant that is not exported", `const revision = "a";`],
      ["a comment", `// export const revision = "a";`],
      ["a text", 'const text = `\nexport const revision = "a";\n`;'],
      ["an inner name", `export function f() { const revision = "a"; return revision; }`],
      ["a type", `export type revision = "a";`],
    ] as const;
    for (const [title, text] of cases)
      it(title, () => expect(readHeader("a.ts", text)).to.equal(undefined));
  });

  describe("reads the comment", () => {
    const cases = [
      [
        "of several lines",
        "/**\n * one\n * two\n *\n * three\n *\n * Revision:  a\n * Created:   2026-01-01T00:00:00+09:00\n */",
        "one\ntwo\n\nthree",
        "2026-01-01T00:00:00+09:00",
      ],
      ["of one line", "/** create users */", "create users", ""],
      [
        "without stars",
        "/*\ncreate users\n\nRevision: a\nCreated: 2026-01-01\n*/",
        "create users",
        "2026-01-01",
      ],
      [
        "below a licence",
        "/* Copyright */\n/**\n * create users\n *\n * Created: 2026-01-01T00:00:00Z\n */",
        "create users",
        "2026-01-01T00:00:00Z",
      ],
      [
        "without a message",
        "/**\n * Revision:  a\n * Created:   2026-01-01T00:00:00Z\n */",
        "",
        "2026-01-01T00:00:00Z",
      ],
      ["with a date that is none", "/**\n * x\n *\n * Created:   soon\n */", "x", ""],
      ["with an end of comment made safe", "/** drop a/*\\/b */", "drop a/*/b", ""],
      ["that is not there", "", "", ""],
      ["but not a type", "/** @type {string} */", "", ""],
      ["but not a line comment", "// create users", "", ""],
    ] as const;
    for (const [title, comment, message, created] of cases) {
      it(title, () => {
        const header = readHeader(
          "a.ts",
          `${comment}\nexport const revision = "a"; export const downRevision = null;`,
        );
        expect([header?.message, header?.created]).to.deep.equal([message, created]);
      });
    }

    it("but not one inside a function", () => {
      const header = readHeader(
        "a.ts",
        `export const revision = "a"; export const downRevision = null;\nexport function upgrade() { /** not this */ }`,
      );
      expect(header?.message).to.equal("");
    });
  });

  describe("refuses, with file and line,", () => {
    const cases = [
      [
        "a syntax error",
        `export const revision = "a";\nexport const downRevision = null;\nexport const x = ;`,
        "SYNTAX_ERROR",
        3,
      ],
      ["a computed id", `\nexport const revision = makeId();`, "HEADER_UNREADABLE", 2],
      ["an id with a substitution", "export const revision = `a${1}`;", "HEADER_UNREADABLE", 1],
      ["an id that is a number", "export const revision = 12;", "HEADER_UNREADABLE", 1],
      ["an id that is a list", `export const revision = ["a"];`, "HEADER_UNREADABLE", 1],
      ["an id that is nothing", "export const revision = null;", "HEADER_UNREADABLE", 1],
      ["an id from elsewhere", `export { revision } from "./other.js";`, "HEADER_UNREADABLE", 1],
      [
        "an id that is imported",
        `import { id } from "./ids.js";\nexport const revision = id;`,
        "HEADER_UNREADABLE",
        2,
      ],
      [
        "an id that changes",
        `let id = "a";\nid = "b";\nexport const revision = id;`,
        "HEADER_UNREADABLE",
        3,
      ],
      [
        "a computed parent",
        `export const revision = "a";\nexport const downRevision = process.env.PARENT;`,
        "HEADER_UNREADABLE",
        2,
      ],
      [
        "a list with a hole",
        `export const revision = "a";\nexport const downRevision = null;\nexport const dependsOn = [, "x"];`,
        "HEADER_UNREADABLE",
        3,
      ],
      [
        "a list that is spread",
        `export const revision = "a";\nexport const downRevision = null;\nexport const dependsOn = [...all];`,
        "HEADER_UNREADABLE",
        3,
      ],
      [
        "an exported function of that name",
        `export const downRevision = null;\nexport function revision() {}`,
        "HEADER_UNREADABLE",
        2,
      ],
    ] as const;
    for (const [title, text, code, line] of cases) {
      it(title, () => {
        const failure = catchError(() => readHeader("versions/a.ts", text));
        expect(failure.code).to.equal(code);
        expect(failure.message).to.include(`"versions/a.ts"`).and.to.include(`line ${line}`);
        expect(failure.facts["line"]).to.equal(line);
      });
    }
  });

  it("refuses a revision that does not say what it revises", () => {
    const failure = catchError(() => readHeader("a.ts", `export const revision = "a";`));
    expect(failure.code).to.equal("HEADER_INCOMPLETE");
    expect(failure.message).to.include(`"downRevision"`);
  });
});
