import { basename } from "node:path";
import type { DataSourceExport } from "./find-data-sources.js";
import { moduleKindOf } from "../loading/module-kind.js";
import { moduleSpecifier } from "./module-specifier.js";
import type { TemplateVariant } from "./template-variant.js";

/** How a file of a template imports a data source, and what it calls it. */
export type Binding = {
  /** For the name of its database: `main`, `audit`. */
  readonly key: string;
  readonly specifier: string;
  /** In the file that imports it. */
  readonly name: string;
  /** What stands between `import` and `from`, or before `= require`. */
  readonly binding: string;
  /** What stands before `= await import`. */
  readonly imported: string;
};

export type BindRequest = {
  /** Absolute path of the folder of the file that imports them. */
  readonly directory: string;
  readonly dataSources: readonly DataSourceExport[];
};

/** One for each data source, no two of one key or one name. */
export function bindDataSources(
  { directory, dataSources }: BindRequest,
  variant: TemplateVariant,
): readonly Binding[] {
  const language = variant === "ts" ? "typescript" : "javascript";
  const bound: Binding[] = [];
  for (const dataSource of dataSources) {
    const key = unlike(
      keyOf(dataSource),
      bound.map((each) => each.key),
    );
    const names = bound.map((each) => each.name);
    const specifier = moduleSpecifier(directory, dataSource.path, language);
    bound.push({ key, specifier, ...bind(dataSource, key, names, variant) });
  }
  return bound;
}

function bind(
  { path, exportName }: DataSourceExport,
  key: string,
  taken: readonly string[],
  variant: TemplateVariant,
): Pick<Binding, "name" | "binding" | "imported"> {
  if (exportName === "default") {
    const name = unlike(taken.includes("dataSource") ? `${key}DataSource` : "dataSource", taken);
    const imported = `{ default: ${name} }`;
    return { name, imported, binding: variant === "cjs" && !isBare(path) ? imported : name };
  }
  const name = unlike(exportName, taken);
  if (name === exportName) return { name, binding: `{ ${name} }`, imported: `{ ${name} }` };
  const imported = `{ ${exportName}: ${name} }`;
  return { name, imported, binding: variant === "cjs" ? imported : `{ ${exportName} as ${name} }` };
}

/** What CommonJS calls the default export is the module itself, unless a compiler wrote it. */
function isBare(path: string): boolean {
  return !path.endsWith("ts") && moduleKindOf(path) === "cjs";
}

/** `AuditDataSource` and `audit.data-source.ts` are `audit`; what says no more than that it is one is `main`. */
function keyOf({ path, exportName }: DataSourceExport): string {
  const written =
    exportName === "default" ? basename(path).replace(/\.[mc]?[jt]s$/, "") : exportName;
  const words = written
    .replace(/[-_.]?(?:data[-_.]?source|orm[-_.]?config|typeorm|database|db)$/i, "")
    .replaceAll(
      /[^\p{L}\p{N}]+(.)?/gu,
      (_gap, next: string | undefined) => next?.toUpperCase() ?? "",
    );
  return words === "" || /^\d/.test(words)
    ? "main"
    : words.charAt(0).toLowerCase() + words.slice(1);
}

function unlike(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const numbers = Array.from({ length: taken.length + 1 }, (_each, index) => index + 2);
  return (
    numbers.map((number) => `${wanted}${number}`).find((name) => !taken.includes(name)) ?? wanted
  );
}
