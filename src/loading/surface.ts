import { readFileSync } from "node:fs";
import type {
  Class,
  Declaration,
  Expression,
  ModuleExportName,
  Program,
  TSEnumDeclaration,
  TSType,
} from "oxc-parser";
import { loadParser } from "./native.js";

/** Something another file declares: the name there, and how this file names that file. */
export type Elsewhere = { readonly specifier: string; readonly name: string };

/** What a name at the top of a file stands for, as far as types go. */
export type Declared =
  | { readonly kind: "alias"; readonly type: TSType }
  | { readonly kind: "enum"; readonly enum: TSEnumDeclaration }
  | { readonly kind: "constant"; readonly value: Expression }
  | { readonly kind: "class"; readonly class: Class }
  | { readonly kind: "interface" };

/** The declarations at the top of a file; read, never run. */
export type Surface = {
  readonly declared: Map<string, Declared>;
  readonly imported: Map<string, Elsewhere>;
  /** A name of this file, or of another. */
  readonly exported: Map<string, string | Elsewhere>;
  /** Files all of whose exports are exported again. */
  readonly forwarded: string[];
};

type NamedDeclaration = readonly (readonly [name: string, declared: Declared])[];

function constantsOf(declaration: Declaration): NamedDeclaration {
  if (declaration.type !== "VariableDeclaration") return [];
  return declaration.declarations.flatMap(({ id, init }) =>
    id.type === "Identifier" && init !== null
      ? [[id.name, { kind: "constant", value: init }] as const]
      : [],
  );
}

function declarationsOf(declaration: Declaration): NamedDeclaration {
  switch (declaration.type) {
    case "TSTypeAliasDeclaration":
      return [[declaration.id.name, { kind: "alias", type: declaration.typeAnnotation }]];
    case "TSEnumDeclaration":
      return [[declaration.id.name, { kind: "enum", enum: declaration }]];
    case "TSInterfaceDeclaration":
      return [[declaration.id.name, { kind: "interface" }]];
    case "ClassDeclaration":
      return [[declaration.id?.name ?? "default", { kind: "class", class: declaration }]];
    default:
      return constantsOf(declaration);
  }
}

function declare(declaration: Declaration, surface: Surface, exported: boolean): void {
  for (const [name, declared] of declarationsOf(declaration)) {
    surface.declared.set(name, declared);
    if (exported) surface.exported.set(name, name);
  }
}

type Statement = Program["body"][number];

const wordOf = (name: ModuleExportName): string =>
  name.type === "Literal" ? name.value : name.name;

function readImport(statement: Statement, { imported }: Surface): void {
  if (statement.type !== "ImportDeclaration") return;
  const specifier = statement.source.value;
  for (const each of statement.specifiers) {
    if (each.type === "ImportNamespaceSpecifier") continue;
    const name = each.type === "ImportSpecifier" ? wordOf(each.imported) : "default";
    imported.set(each.local.name, { specifier, name });
  }
}

function readExport(statement: Statement, surface: Surface): void {
  if (statement.type === "ExportAllDeclaration" && statement.exported === null) {
    surface.forwarded.push(statement.source.value);
  }
  if (statement.type === "ExportDefaultDeclaration") {
    const { declaration } = statement;
    if (declaration.type === "Identifier") surface.exported.set("default", declaration.name);
    if (declaration.type === "ClassDeclaration") declare(declaration, surface, false);
  }
  if (statement.type !== "ExportNamedDeclaration") return;
  if (statement.declaration !== null) declare(statement.declaration, surface, true);
  for (const { local, exported } of statement.specifiers) {
    const from = statement.source?.value;
    const origin = from === undefined ? wordOf(local) : { specifier: from, name: wordOf(local) };
    surface.exported.set(wordOf(exported), origin);
  }
}

const isDeclaration = (statement: Statement): statement is Statement & Declaration =>
  /Declaration$/.test(statement.type) && !/^(Import|Export)/.test(statement.type);

export function readSurface(path: string): Surface {
  const { program } = loadParser().parseSync(path, readFileSync(path, "utf8"));
  const surface: Surface = {
    declared: new Map(),
    imported: new Map(),
    exported: new Map(),
    forwarded: [],
  };
  for (const statement of program.body) {
    readImport(statement, surface);
    readExport(statement, surface);
    if (isDeclaration(statement)) declare(statement, surface, false);
  }
  return surface;
}
