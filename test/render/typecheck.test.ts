import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import ts from "typescript";
import type { Operation } from "../../src/operation/operation.js";
import { Drawing } from "./draw-operations.js";
import type { Language } from "./load-rendered.js";
import { languages, renderGeneric } from "./load-rendered.js";

const root = join(import.meta.dirname, "../..");
const extensions = { typescript: "ts", esm: "mjs", commonjs: "cjs" };

const options: ts.CompilerOptions = {
  strict: true,
  allowJs: true,
  checkJs: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  skipLibCheck: true,
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
  paths: { athanor: [join(root, "src/operation/operations.ts")] },
};

/** What the compiler says of files that stand beside the sources. */
function problemsOf(files: ReadonlyMap<string, string>): readonly string[] {
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  const exists = host.fileExists.bind(host);
  const parse = host.getSourceFile.bind(host);
  host.readFile = (name) => files.get(name) ?? read(name);
  host.fileExists = (name) => files.has(name) || exists(name);
  host.getSourceFile = (name, target, ...rest) => {
    const text = files.get(name);
    return text === undefined
      ? parse(name, target, ...rest)
      : ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const sources = [...files.keys()].map((name) => program.getSourceFile(name));
  return sources
    .flatMap((source) => [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ])
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

async function drawFiles(language: Language): Promise<ReadonlyMap<string, string>> {
  const lists: Operation[][] = [];
  fc.assert(
    fc.property(fc.gen(), (generate) => {
      const drawing = new Drawing((arbitrary) => generate(() => arbitrary));
      drawing.prepare();
      lists.push([...drawing.operations(8)]);
    }),
    { numRuns: 40, endOnFailure: true },
  );
  const texts = await Promise.all(lists.map((list) => renderGeneric(list, { language })));
  const name = (index: number) => join(root, `test/render/${index}.${extensions[language]}`);
  return new Map(texts.map((text, index) => [name(index), text]));
}

describe("a rendered file, type-checked strictly", () => {
  it("has no problem in any language", async () => {
    const files = await Promise.all(languages.map(drawFiles));
    expect(problemsOf(new Map(files.flatMap((map) => [...map])))).to.deep.equal([]);
  });

  it("has one where an option is mistyped", async () => {
    const text = await renderGeneric([{ kind: "createSchema", name: "a", ifNotExists: true }]);
    const files = new Map([
      [join(root, "test/render/0.ts"), text.replace("ifNotExists", "ifNotExist")],
    ]);
    expect(problemsOf(files).join("\n")).to.include("ifNotExist");
  });
});
