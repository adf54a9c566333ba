// Writes docs/errors.md from the table of codes: node --import tsx docs/generate/errors.ts
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import prettier from "prettier";
import ts from "typescript";
import type { CodeEntry } from "../../src/error/codes/code.js";
import { databaseCodes } from "../../src/error/codes/database.js";
import { draftCodes } from "../../src/error/codes/draft.js";
import { fileCodes } from "../../src/error/codes/file.js";
import { historyCodes } from "../../src/error/codes/history.js";
import { operationCodes } from "../../src/error/codes/operation.js";
import { projectCodes } from "../../src/error/codes/project.js";
import { rowCodes } from "../../src/error/codes/rows.js";
import { runCodes } from "../../src/error/codes/run.js";
import { replaceRegion } from "./region.js";

const root = resolve(import.meta.dirname, "../..");

/** Where the page lies. */
export const errorsPage = join(root, "docs/errors.md");

type Codes = Readonly<Record<string, CodeEntry<object>>>;

/** The parts of the page. */
const parts: Readonly<Record<string, Codes>> = {
  project: projectCodes,
  files: fileCodes,
  history: historyCodes,
  drafts: draftCodes,
  operations: operationCodes,
  runs: runCodes,
  rows: rowCodes,
  databases: databaseCodes,
};

/** The page with its sections as the table is now. */
export async function renderErrorsPage(page: string): Promise<string> {
  const facts = readFacts();
  let text = page;
  for (const [part, codes] of Object.entries(parts)) {
    const sections = Object.entries(codes)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([code, entry]) => sectionOf(code, entry, facts.get(code) ?? []));
    text = replaceRegion(text, part, sections.join("\n\n"));
  }
  const options = await prettier.resolveConfig(errorsPage);
  return prettier.format(text, { ...options, parser: "markdown" });
}

function sectionOf(code: string, { meaning, remedy }: CodeEntry<object>, facts: readonly string[]) {
  const told = facts.map((fact) => `\`${fact}\``).join(", ");
  return [`### ${code}`, meaning, remedy, facts.length === 0 ? "" : `Facts: ${told}.`]
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}

/** The names of the facts of each code, as its type has them. */
function readFacts(): ReadonlyMap<string, readonly string[]> {
  const file = join(root, "src/error/codes.ts");
  const program = ts.createProgram([file], {
    strict: true,
    module: ts.ModuleKind.NodeNext,
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const table = module?.exports?.get("errorCodes" as ts.__String);
  if (table === undefined) throw new Error(`"${file}" has no table of codes.`);
  const codes = checker.getTypeOfSymbol(table).getProperties();
  return new Map(codes.map((code) => [code.name, factsOf(checker.getTypeOfSymbol(code), checker)]));
}

function factsOf(entry: ts.Type, checker: ts.TypeChecker): readonly string[] {
  const facts = entry.getProperty("facts");
  if (facts === undefined) return [];
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(facts));
  return type.getProperties().map(({ name }) => name);
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(errorsPage, await renderErrorsPage(readFileSync(errorsPage, "utf8")));
}
