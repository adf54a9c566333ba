import { expect } from "chai";
import type { RenderItem } from "../../src/plugin/plugin.js";
import type { Operation } from "../../src/operation/operation.js";
import { readHeader } from "../../src/directory/header.js";
import { header, renderGeneric, type Language } from "./load-rendered.js";

const drop: Operation = { kind: "dropSchema", name: "old" };
const add: Operation = {
  kind: "batchAlterTable",
  table: { name: "users" },
  operations: [{ kind: "renameColumn", table: { name: "users" }, from: "a", to: "b" }],
};

const guarded: RenderItem = (operation, { receiver, literal }) =>
  operation.kind === "dropSchema"
    ? {
        code: `if (!op.offline) {\n  await guarded(${receiver}, ${literal({ name: operation.name })});\n}`,
        imports: [{ from: "../guarded.js", names: ["guarded"] }],
      }
    : undefined;

describe("the environment's own code for an operation", () => {
  it("takes the place of the call, indented as it stands there", async () => {
    const text = await renderGeneric([drop], { renderItem: guarded });
    expect(text).to.include(
      'Promise<void> {\n  if (!op.offline) {\n    await guarded(op, { name: "old" });\n  }\n}',
    );
  });

  it("leaves what it does not know as it would be", async () => {
    expect(await renderGeneric([add], { renderItem: guarded })).to.equal(
      await renderGeneric([add]),
    );
  });

  it("is asked of what a batch holds too, and told that it stands in one", async () => {
    const renderItem: RenderItem = ({ kind }, { receiver }) =>
      kind === "renameColumn" ? `await ${receiver}.renameColumn("a", "c");` : undefined;
    const text = await renderGeneric([add], { renderItem });
    expect(text).to.include('await batch.renameColumn("a", "c");');
  });

  it("keeps the lines of a template literal as they are", async () => {
    const code = "await op.execute(`SELECT 1,\n 2`);";
    expect(await renderGeneric([drop], { renderItem: () => code })).to.include(`  ${code}\n`);
  });

  const imports: Readonly<Record<Language, string>> = {
    typescript: 'import { guarded } from "../guarded.js";',
    esm: 'import { guarded } from "../guarded.js";',
    commonjs: 'const { guarded } = require("../guarded.js");',
  };
  for (const [language, line] of Object.entries(imports) as [Language, string][])
    it(`has what it needs imported once, and the header stays readable: ${language}`, async () => {
      const text = await renderGeneric([drop, drop], { language, renderItem: guarded });
      expect(text.split(line)).to.have.length(2);
      const path = language === "commonjs" ? "a.cjs" : "a.ts";
      expect(readHeader(path, text)).to.include({ id: header.revision, message: header.message });
    });
});
