import { join } from "node:path";
import type { DataSourceExport } from "./find-data-sources.js";
import { moduleKindOf, type ModuleKind } from "../loading/module-kind.js";

/** The three ways to write the same file: TypeScript, JavaScript as ES module, JavaScript as CommonJS. */
export type TemplateVariant = "ts" | "js" | "cjs";

/** `env.ts.ejs`: the stem, and the variant it is for. */
export function parseTemplateName(
  name: string,
): { readonly stem: string; readonly form: TemplateVariant } | undefined {
  const [, stem, form] = /^(.+)\.(ts|js|cjs)\.ejs$/.exec(name) ?? [];
  return stem === undefined ? undefined : { stem, form: form as TemplateVariant };
}

/** Of the variants that a template has of a file, the one that the project's own language and module kind ask for. */
export function chooseVariant(
  directory: string,
  dataSources: readonly DataSourceExport[],
  available: readonly TemplateVariant[],
): TemplateVariant | undefined {
  const isTyped = dataSources.every(({ path }) => path.endsWith("ts"));
  const script = byKind[kindIn(directory)];
  const order = isTyped ? (["ts", ...script] as const) : ([...script, "ts"] as const);
  return order.find((variant) => available.includes(variant));
}

const byKind: Readonly<Record<ModuleKind, readonly TemplateVariant[]>> = {
  esm: ["js", "cjs"],
  cjs: ["cjs", "js"],
};

/** The ending by which Node takes a file of this variant for what it is, in this folder. */
export function extensionIn(folder: string, variant: TemplateVariant): string {
  if (variant === "ts") return "ts";
  const native = kindIn(folder) === "esm" ? "js" : "cjs";
  if (variant === native) return "js";
  return variant === "js" ? "mjs" : "cjs";
}

function kindIn(folder: string): ModuleKind {
  return moduleKindOf(join(folder, "env.js"));
}
