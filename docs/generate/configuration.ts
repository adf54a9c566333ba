// Writes the tables of docs/configuration.md from the types of the two files: node --import tsx docs/generate/configuration.ts
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import prettier from "prettier";
import ts from "typescript";
import { parseFile } from "./declarations.js";
import { replaceRegion } from "./region.js";

const root = resolve(import.meta.dirname, "../..");

/** Where the page lies. */
export const configurationPage = join(root, "docs/configuration.md");

/** A key of the configuration as its docstring tells it. */
export type DescribedKey = {
  /** `lock.timeout` for a key inside of another. */
  readonly key: string;
  readonly default: string;
  readonly meaning: string;
};

/** The part of the page, and the type whose keys it tells. */
const parts: Readonly<Record<string, readonly [file: string, names: readonly string[]]>> = {
  config: ["src/config/config.ts", ["ConfigSettings", "Config"]],
  run: ["src/config/environment.ts", ["RunSettings"]],
  autogenerate: ["src/config/environment.ts", ["AutogenerateSettings"]],
};

/** The keys of each part, in the order of the source. */
export function readKeys(): ReadonlyMap<string, readonly DescribedKey[]> {
  return new Map(
    Object.entries(parts).map(([part, [file, names]]) => [
      part,
      names.flatMap((name) => keysOf(typeIn(join(root, file), name), "")),
    ]),
  );
}

/** The page with its tables as the docstrings are now. */
export async function renderConfigurationPage(page: string): Promise<string> {
  let text = page;
  for (const [part, keys] of readKeys()) text = replaceRegion(text, part, tableOf(keys));
  const options = await prettier.resolveConfig(configurationPage);
  return prettier.format(text, { ...options, parser: "markdown" });
}

function tableOf(keys: readonly DescribedKey[]): string {
  const rows = keys.map((each) => `| \`${each.key}\` | ${each.default} | ${each.meaning} |`);
  return ["| key | default | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

function typeIn(file: string, name: string): ts.TypeNode {
  for (const statement of parseFile(file).statements) {
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name) return statement.type;
  }
  throw new Error(`"${file}" has no type "${name}".`);
}

/** Those written out in a type: what it takes from another is told there. */
function keysOf(type: ts.TypeNode, prefix: string): readonly DescribedKey[] {
  if (ts.isIntersectionTypeNode(type) || ts.isUnionTypeNode(type)) {
    return type.types.flatMap((each) => keysOf(each, prefix));
  }
  if (!ts.isTypeLiteralNode(type)) return [];
  return type.members.filter(ts.isPropertySignature).flatMap((member) => {
    const key = prefix + member.name.getText();
    const told = describe(member);
    const inner = told === undefined && member.type ? keysOf(member.type, `${key}.`) : [];
    return told === undefined ? inner : [{ key, ...told }];
  });
}

/** Taken from the text itself: the compiler would read `@` and links inside of it. */
function describe(member: ts.PropertySignature): Omit<DescribedKey, "key"> | undefined {
  const source = member.getSourceFile().text;
  const comment = ts.getLeadingCommentRanges(source, member.getFullStart())?.at(-1);
  if (comment === undefined) return undefined;
  const lines = source
    .slice(comment.pos, comment.end)
    .replace(/^\/\*\*|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trim());
  const [meaning = "", value = ""] = lines.join(" ").split("@defaultValue");
  const cell = (text: string): string => text.trim().replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  return { default: cell(value), meaning: cell(meaning) };
}

if (process.argv[1] === import.meta.filename) {
  const page = await renderConfigurationPage(readFileSync(configurationPage, "utf8"));
  writeFileSync(configurationPage, page);
}
