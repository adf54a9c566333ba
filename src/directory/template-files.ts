import { join } from "node:path";
import { pathExists, type FileSystem } from "./file-system.js";
import type { DataSourceExport } from "./find-data-sources.js";
import { chooseVariant, parseTemplateName, type TemplateVariant } from "./template-variant.js";

/** A file that a template makes a file of the project from. */
export type TemplateFile = {
  /** Absolute. */
  readonly path: string;
  /** `env`, `athanor.config`, `revision`, ... */
  readonly stem: string;
  /** Left out for what is written in no language: the README. */
  readonly variant?: TemplateVariant;
};

export type TemplateRequest = {
  /** Absolute path of the template's folder: what it does not hold is taken from `base`. */
  readonly template: string;
  /** Absolute path of the template that has everything. */
  readonly base: string;
  /** Absolute path of the folder that is made. */
  readonly directory: string;
  readonly dataSources: readonly DataSourceExport[];
  readonly fileSystem: FileSystem;
};

/** One file for each stem that the template or its base has, in the variant that fits the project; by stem. */
export async function readTemplateFiles(
  request: TemplateRequest,
): Promise<readonly TemplateFile[]> {
  const { template, base, directory, dataSources, fileSystem } = request;
  const allowed = await readVariants(template, fileSystem);
  const [own, others] = [await filesIn(template, fileSystem), await filesIn(base, fileSystem)];
  const stems = [...new Set([...own, ...others].map(({ stem }) => stem))].sort();
  return stems.flatMap((stem) => {
    const mine = own.filter((file) => file.stem === stem);
    const files = mine.length > 0 ? mine : others.filter((file) => file.stem === stem);
    const variants = files.flatMap(({ variant }) => variant ?? []);
    if (variants.length === 0) return files.slice(0, 1);
    const fit = variants.filter((variant) => allowed[stem]?.includes(variant) ?? true);
    const chosen = chooseVariant(directory, dataSources, fit);
    return files.filter(({ variant }) => variant === chosen);
  });
}

const readme = "migrations.md.ejs";

async function filesIn(folder: string, fileSystem: FileSystem): Promise<readonly TemplateFile[]> {
  const names = await fileSystem.readdir(folder);
  return names.flatMap((name): readonly TemplateFile[] => {
    const path = join(folder, name);
    if (name === readme) return [{ path, stem: "README" }];
    const { stem, form } = parseTemplateName(name) ?? {};
    return stem === undefined || form === undefined ? [] : [{ path, stem, variant: form }];
  });
}

type Variants = Readonly<Record<string, readonly string[]>>;

/** What `template.json` says of the variants that a stem may have; all, where it says nothing. */
async function readVariants(folder: string, fileSystem: FileSystem): Promise<Variants> {
  const path = join(folder, "template.json");
  if (!(await pathExists(fileSystem, path))) return {};
  const held = JSON.parse(await fileSystem.readFile(path, "utf8")) as { variants?: Variants };
  return held.variants ?? {};
}
