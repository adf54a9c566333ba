// Writes the reference of docs/operations.md from the docstrings of `op`: node --import tsx docs/generate/operations.ts
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import prettier from "prettier";
import ts from "typescript";
import { column, typeFacets } from "../../src/operation/options/column-options.js";
import { constraints } from "../../src/operation/options/constraint-options.js";
import { optionsOf } from "../../src/operation/options/facet.js";
import { index, indexKey } from "../../src/operation/options/index-options.js";
import { table } from "../../src/operation/options/table-options.js";
import { view } from "../../src/operation/options/view-options.js";
import { parseFile, printTypes } from "./declarations.js";
import { replaceRegion } from "./region.js";

const root = resolve(import.meta.dirname, "../..");

/** Where the page lies. */
export const operationsPage = join(root, "docs/operations.md");

/** A member of `op` as its docstring tells it. */
export type DescribedMember = {
  readonly name: string;
  readonly text: string;
  /** Code, with the SQL it becomes in comments. */
  readonly example: string;
};

const facade = join(root, "src/operation/facade");

/** The part of the page, and the interfaces whose members it tells. */
const parts: Readonly<Record<string, readonly [file: string, name: string]>> = {
  tables: [join(facade, "table-operations.ts"), "TableOperations"],
  columns: [join(facade, "column-operations.ts"), "ColumnOperations"],
  constraints: [join(facade, "constraint-operations.ts"), "ConstraintOperations"],
  indexes: [join(facade, "index-operations.ts"), "IndexOperations"],
  enums: [join(facade, "enum-operations.ts"), "EnumOperations"],
  catalog: [join(facade, "catalog-operations.ts"), "CatalogOperations"],
  data: [join(facade, "data-operations.ts"), "DataOperations"],
  grouping: [join(root, "src/operation/operations.ts"), "GroupingOperations"],
};

/** The part of the page, and the types of options that it prints. */
const options: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "table options": {
    TableName: "options/table-name.ts",
    CreateTableOptions: "options/table-options.ts",
  },
  "column options": {
    ColumnOptions: "options/column-options.ts",
    ColumnChange: "options/column-options.ts",
    AlterColumnOptions: "facade/column-operations.ts",
    Locking: "locking.ts",
  },
  "constraint options": {
    PrimaryKeyOptions: "options/constraint-options.ts",
    UniqueOptions: "options/constraint-options.ts",
    ForeignKeyOptions: "options/constraint-options.ts",
    CheckOptions: "options/constraint-options.ts",
    ExcludeOptions: "options/constraint-options.ts",
    ConstraintTarget: "options/constraint-target.ts",
  },
  "index options": {
    IndexOptions: "options/index-options.ts",
    ConcurrencyOptions: "facade/index-operations.ts",
  },
  "enum options": { AlterEnumOptions: "facade/enum-operations.ts" },
  "view and sequence options": {
    ViewOptions: "options/view-options.ts",
    SequenceOptions: "options/sequence-options.ts",
    SequenceChange: "options/sequence-options.ts",
  },
  "data options": { ExecuteOptions: "facade/data-operations.ts" },
};

/** The order in which each type tells its options: that of the calls that are rendered. */
const orders: Readonly<Record<string, readonly string[]>> = {
  CreateTableOptions: optionsOf(table.facets),
  ColumnTypeOptions: optionsOf(typeFacets),
  ColumnTraitOptions: optionsOf(column.facets),
  PrimaryKeyOptions: optionsOf(constraints.primaryKey.facets),
  UniqueOptions: optionsOf(constraints.unique.facets),
  ForeignKeyOptions: optionsOf(constraints.foreignKey.facets),
  CheckOptions: optionsOf(constraints.check.facets),
  ExcludeOptions: optionsOf(constraints.exclude.facets),
  IndexOptions: optionsOf(index.facets),
  IndexKeyOptions: optionsOf(indexKey.facets),
  ViewOptions: optionsOf(view.facets),
};

/** The members of each part, in the order of the source. */
export function readMembers(): ReadonlyMap<string, readonly DescribedMember[]> {
  return new Map(
    Object.entries(parts).map(([part, [file, name]]) => [part, membersOf(file, name)]),
  );
}

function membersOf(file: string, name: string): readonly DescribedMember[] {
  const found = parseFile(file).statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (found === undefined) throw new Error(`"${file}" has no interface "${name}".`);
  const members = new Map<string, DescribedMember>();
  for (const member of found.members) {
    const described = describeMember(member);
    if (described.text !== "" || !members.has(described.name)) {
      members.set(described.name, described);
    }
  }
  return [...members.values()];
}

/** Taken from the text itself: the compiler would read `@` and links inside of it. */
function describeMember(member: ts.TypeElement): DescribedMember {
  const name = member.name?.getText() ?? "";
  const source = member.getSourceFile().text;
  const ranges = ts.getLeadingCommentRanges(source, member.getFullStart()) ?? [];
  const comment = ranges.map(({ pos, end }) => source.slice(pos, end)).at(-1) ?? "";
  const lines = comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""));
  const at = lines.findIndex((line) => line.trim() === "@example");
  const [text, example] = at === -1 ? [lines, []] : [lines.slice(0, at), lines.slice(at + 1)];
  return { name, text: text.join("\n").trim(), example: example.join("\n").trim() };
}

/** The page with its generated parts as the docstrings are now. */
export async function renderOperationsPage(page: string): Promise<string> {
  let text = page;
  for (const [part, members] of readMembers()) {
    text = replaceRegion(text, part, members.map(sectionOf).join("\n\n"));
  }
  const headed = Object.values(options).flatMap((types) => Object.keys(types));
  const known = new Set([...headed, "CreateOptions", "DropOptions"]);
  for (const [part, types] of Object.entries(options)) {
    text = replaceRegion(text, part, typesOf(types, known));
  }
  return prettier.format(text, {
    ...(await prettier.resolveConfig(operationsPage)),
    parser: "markdown",
  });
}

function sectionOf({ name, text, example }: DescribedMember): string {
  return [`### ${name}`, text, ...(example === "" ? [] : ["```ts", example, "```"])]
    .join("\n\n")
    .replace("```ts\n\n", "```ts\n")
    .replace("\n\n```", "\n```");
}

/** The types that head this part, and what they are made of; a type told once is known to the parts that follow. */
function typesOf(headed: Readonly<Record<string, string>>, known: Set<string>): string {
  const printed = Object.entries(headed).flatMap(([name, file]) => {
    known.delete(name);
    const types = printTypes(name, join(root, "src/operation", file), { known, orders });
    for (const type of types) known.add(type.name);
    return types;
  });
  return ["```ts", printed.map(({ text }) => text).join("\n\n"), "```"].join("\n");
}

if (process.argv[1] === import.meta.filename) {
  const page = await renderOperationsPage(readFileSync(operationsPage, "utf8"));
  writeFileSync(operationsPage, page);
}
