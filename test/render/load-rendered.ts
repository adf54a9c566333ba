import { readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import type { Operations } from "../../src/operation/operations.js";
import type { AnyOperation } from "../../src/operation/plugin-operation.js";
import type { RenderRequest } from "../../src/render/revision.js";
import { renderRevision } from "../../src/render/revision.js";

export type Language = RenderRequest["language"];

export type Loaded = Readonly<Record<string, unknown>> & {
  readonly upgrade: (op: Operations) => Promise<void>;
  readonly downgrade: (op: Operations) => Promise<void>;
};

export const languages: readonly Language[] = ["typescript", "esm", "commonjs"];

const templates = { typescript: "ts", esm: "js", commonjs: "cjs" };

export const header = {
  revision: "4f1d2c3b5a69",
  downRevision: ["2b7e1f009c31"],
  branchLabels: [],
  dependsOn: [],
  message: "create users",
  created: "2026-11-20T08:30:00Z",
};

/** A revision file of the generic template. */
export async function renderGeneric(
  upgrade: readonly AnyOperation[],
  request: Partial<RenderRequest> = {},
): Promise<string> {
  const language = request.language ?? "typescript";
  const name = `revision.${templates[language]}.ejs`;
  const template = await readFile(
    join(import.meta.dirname, "../../templates/generic", name),
    "utf8",
  );
  return renderRevision({ template, language, header, upgrade, downgrade: [], ...request });
}

/** The statements of `upgrade`, as they stand in the file. */
export async function renderBody(operations: readonly AnyOperation[]): Promise<string> {
  const text = await renderGeneric(operations);
  const [, after = ""] = text.split("upgrade(op: Operations): Promise<void> {\n");
  const [body = ""] = after.split("\n}\n\nexport async function downgrade");
  return body;
}

export async function loadRendered(text: string, language: Language): Promise<Loaded> {
  if (language === "commonjs") return loadCommonJs(text);
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const address = `data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`;
  return (await import(address)) as Loaded;
}

function loadCommonJs(text: string): Loaded {
  const exports = {};
  new Function("exports", text)(exports);
  return exports as Loaded;
}
