import { expect } from "chai";
import type { Operation } from "../../src/operation/operation.js";
import { emptyTable } from "../../src/schema/table.js";
import { header, languages, loadRendered, renderGeneric } from "./load-rendered.js";

const create: Operation = { kind: "createTable", table: emptyTable({ name: "users" }) };
const drop: Operation = { kind: "dropTable", table: emptyTable({ name: "users" }) };

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("renderRevision", () => {
  it("writes header, constants and the two functions", async () => {
    expect(await renderGeneric([create], { downgrade: [drop] })).to.equal(`/**
 * create users
 *
 * Revision:  4f1d2c3b5a69
 * Revises:   2b7e1f009c31
 * Created:   2026-11-20T08:30:00Z
 */
import type { Operations } from "athanor";

export const revision = "4f1d2c3b5a69";
export const downRevision = "2b7e1f009c31";
export const branchLabels: string[] = [];
export const dependsOn: string[] = [];

export async function upgrade(op: Operations): Promise<void> {
  await op.createTable("users", { columns: [] });
}

export async function downgrade(op: Operations): Promise<void> {
  // Destroys: drops the table "users" and its rows.
  await op.dropTable("users");
}
`);
  });

  it("writes JSDoc types into CommonJS", async () => {
    expect(await renderGeneric([create], { language: "commonjs" })).to.include(`
/** @param {import("athanor").Operations} op */
exports.upgrade = async function upgrade(op) {
  await op.createTable("users", { columns: [] });
};
`);
  });

  for (const language of languages)
    it(`writes constants that ${language} reads back`, async () => {
      const constants = {
        revision: 'a"b',
        downRevision: ["x\\", "y${z}"],
        branchLabels: ["billing"],
        dependsOn: ["*/"],
      };
      const text = await renderGeneric([], { language, header: { ...header, ...constants } });
      expect(await loadRendered(text, language)).to.include.deep.keys(constants);
      expect({ ...(await loadRendered(text, language)) }).to.deep.include(constants);
    });

  it("writes null where nothing comes before, and a list for a merge", async () => {
    const base = await renderGeneric([], { header: { ...header, downRevision: [] } });
    const merge = await renderGeneric([], { header: { ...header, downRevision: ["a", "b"] } });
    expect(base).to.include("export const downRevision = null;");
    expect(merge).to.include('export const downRevision = ["a", "b"];');
  });

  it("writes empty functions as prettier does", async () => {
    expect(await renderGeneric([])).to.include("upgrade(op: Operations): Promise<void> {}\n");
  });

  it("never lets the message end its comment", async () => {
    const message = "end */ throw 1; /*\n\n*/ and on\r\n${x} `y`\u2028throw 2";
    const text = await renderGeneric([create], { header: { ...header, message } });
    expect((await loadRendered(text, "typescript")).upgrade).to.be.a("function");
    expect(text).to.include("\n * end *\\/ throw 1; /*\n *\n * *\\/ and on\n");
  });

  it("fills the user's own template, however deep its functions stand", async () => {
    const template = `const parts = {
  async upgrade(op) {
    // mine
    <%- upgrade %>
  },
};
`;
    expect(await renderGeneric([create], { template, language: "esm" })).to.equal(`const parts = {
  async upgrade(op) {
    // mine
    await op.createTable("users", { columns: [] });
  },
};
`);
  });

  it("gives each of several databases its own body", async () => {
    const template = `<% for (const name of databases) { -%>
export async function <%- name %>(op) {
  <%- upgrade[name] %>
}
<% } -%>
`;
    const upgrade = { main: [create], audit: [drop] };
    const text = await renderGeneric([], { template, language: "esm", upgrade });
    expect(text).to.match(/function main\(op\) {\n {2}await op.createTable/);
    expect(text).to.match(/function audit\(op\) {\n.*\n {2}await op.dropTable/);
  });

  it("adds imports to those of the template", async () => {
    const imports = [
      { from: "athanor", names: ["Operations", "ColumnOptions"], typeOnly: true },
      { from: "./own.js", names: ["own"] },
    ];
    const text = await renderGeneric([], { imports });
    expect(text).to.include('import type { Operations, ColumnOptions } from "athanor";\n');
    expect(text).to.include('import { own } from "./own.js";\n');
  });

  const lines: Readonly<Record<string, string>> = {
    "a name that is not there": "one\ntwo\n<%- missing.name %>\n",
    "code that does not parse": "one\n\n<% if (message { -%>\nfour\n<% } -%>\n",
    "a tag that is not closed": "one\ntwo\n<%- message \n",
  };
  for (const [what, template] of Object.entries(lines))
    it(`tells the line of its template, for ${what}`, async () => {
      const failure = await failureOf(
        renderGeneric([create], { template, templatePath: "/app/revision.ts.ejs" }),
      );
      expect(failure).to.have.nested.property("facts.line", 3);
      expect(failure)
        .to.have.property("message")
        .that.matches(
          /^The template "\/app\/revision\.ts\.ejs" could not be filled, at line 3: [^\n]+\.$/,
        );
    });

  const broken = [
    { title: "fails by itself", template: "<%- missing.name %>", code: "TEMPLATE_FAILED" },
    { title: "makes no valid code", template: "export const =;", code: "TEMPLATE_INVALID" },
    { title: "has no place for a body", template: "export {};", code: "TEMPLATE_WITHOUT_BODY" },
  ];
  for (const { title, template, code } of broken)
    it(`says so when the template ${title}`, async () => {
      const failure = await failureOf(renderGeneric([create], { template }));
      expect(failure).to.have.property("code", code);
    });
});
