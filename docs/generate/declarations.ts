import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import ts from "typescript";

/** A declared type, and the file it stands in. */
type Declared = { readonly file: string; readonly node: ts.TypeAliasDeclaration };

/** The text of a type and of the types it names, as a reader of a page needs it. */
export type PrintedType = { readonly name: string; readonly text: string };

const files = new Map<string, ts.SourceFile>();

/** The file, parsed once. */
export function parseFile(file: string): ts.SourceFile {
  const known = files.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, "utf8");
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  files.set(file, parsed);
  return parsed;
}

/** What is known of the types of a page beside their declarations. */
export type Telling = {
  /** Names that are told elsewhere. */
  readonly known: ReadonlySet<string>;
  /** The order of a type's properties. Left out: that of its declaration. */
  readonly orders?: Readonly<Record<string, readonly string[]>>;
};

/**
 * The type that `name` means in a file, followed by those it names, each once. Names that are known are left out, and so
 * is what is not declared as `type`.
 */
export function printTypes(
  name: string,
  file: string,
  { known, orders = {} }: Telling,
): readonly PrintedType[] {
  const printed = new Map<string, string>();
  const follow = (wanted: string, place: string): void => {
    if (printed.has(wanted) || known.has(wanted)) return;
    const declared = findType(wanted, place);
    if (declared === undefined) return;
    const parts = partsOf(declared.node.type, declared.file);
    printed.set(wanted, textOf(declared, wanted, sorted(parts, orders[wanted] ?? [])));
    for (const part of parts) for (const inner of namesIn(part.node)) follow(inner, part.file);
  };
  follow(name, file);
  return [...printed].map(([held, text]) => ({ name: held, text }));
}

function findType(name: string, file: string): Declared | undefined {
  const source = parseFile(file);
  for (const statement of source.statements) {
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name) {
      return { file, node: statement };
    }
  }
  const origin = findImport(name, source);
  return origin === undefined ? undefined : findType(origin.name, origin.file);
}

/** Where an imported name comes from, and what it is called there. */
function findImport(
  name: string,
  source: ts.SourceFile,
): { readonly name: string; readonly file: string } | undefined {
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const { importClause, moduleSpecifier } = statement;
    const named = importClause?.namedBindings;
    if (named === undefined || !ts.isNamedImports(named)) continue;
    const found = named.elements.find((element) => element.name.text === name);
    if (found === undefined || !ts.isStringLiteral(moduleSpecifier)) continue;
    if (!moduleSpecifier.text.startsWith(".")) return undefined;
    const file = resolve(dirname(source.fileName), moduleSpecifier.text.replace(/\.js$/, ".ts"));
    return { name: (found.propertyName ?? found.name).text, file };
  }
  return undefined;
}

function namesIn(node: ts.Node): readonly string[] {
  const names: string[] = [];
  const visit = (each: ts.Node): void => {
    // What a property is taken from is not printed: what it holds is.
    if (ts.isIndexedAccessTypeNode(each)) return;
    if (ts.isTypeReferenceNode(each) && ts.isIdentifier(each.typeName)) {
      names.push(each.typeName.text);
    }
    each.forEachChild(visit);
  };
  visit(node);
  return names;
}

/** The declaration under the name that the reader knows it by, without the words that only code needs. */
function textOf({ node, file }: Declared, name: string, parts: readonly Part[]): string {
  const text = node.getSourceFile().text;
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const above = comments
    .map(({ pos, end }) => `${text.slice(pos, end)}\n`)
    .filter((each) => !each.includes("@example"));
  const isWhole = parts.every(({ node: part }) => isInside(part, node.type));
  const type = isWhole ? partText({ node: node.type, file }) : joined(parts);
  const parameters = node.typeParameters?.map((each) => each.getText()).join(", ");
  const generic = parameters === undefined ? "" : `<${parameters}>`;
  return `${above.join("")}type ${name}${generic} = ${type};`;
}

/** A property, or a type that is joined with `&`; where names in it are looked up. */
type Part = { readonly node: ts.TypeNode | ts.TypeElement; readonly file: string };

/** What a type is joined of. `Omit` and `Pick` give the properties that they leave, wherever these are declared. */
function partsOf(node: ts.TypeNode, file: string): readonly Part[] {
  if (ts.isIntersectionTypeNode(node)) return node.types.flatMap((each) => partsOf(each, file));
  if (ts.isTypeLiteralNode(node)) return node.members.map((member) => ({ node: member, file }));
  if (!ts.isTypeReferenceNode(node)) return [{ node, file }];
  const chosen = /^(Omit|Pick)$/.exec(node.typeName.getText())?.[1];
  const [from, keys] = node.typeArguments ?? [];
  if (chosen === undefined || from === undefined || keys === undefined) return [{ node, file }];
  const names = [...keys.getText().matchAll(/"(\w+)"/g)].map(([, name]) => name);
  return membersOf(from, file).filter(
    ({ node: { name } }) => names.includes(name?.getText()) === (chosen === "Pick"),
  );
}

/** All properties of a type, those of the types that it is joined of among them. */
function membersOf(
  node: ts.TypeNode,
  file: string,
): readonly (Part & { readonly node: ts.TypeElement })[] {
  return partsOf(node, file).flatMap(({ node: part, file: place }) => {
    if (ts.isTypeElement(part)) return [{ node: part, file: place }];
    const declared = findType(part.getText(), place);
    return declared === undefined ? [] : membersOf(declared.node.type, declared.file);
  });
}

function sorted(parts: readonly Part[], order: readonly string[]): readonly Part[] {
  const placeOf = ({ node }: Part): number => {
    if (!ts.isTypeElement(node)) return -1;
    const place = order.indexOf(node.name?.getText() ?? "");
    return place === -1 ? order.length : place;
  };
  return [...parts].sort((left, right) => placeOf(left) - placeOf(right));
}

function isInside(part: ts.Node, whole: ts.Node): boolean {
  const isSameFile = part.getSourceFile() === whole.getSourceFile();
  return isSameFile && part.pos >= whole.pos && part.end <= whole.end;
}

/** One type of all properties, where the first of them stands. */
function joined(parts: readonly Part[]): string {
  const properties = parts.filter(({ node }) => ts.isTypeElement(node));
  const body = `{\n${properties.map(partText).join("\n")}\n}`;
  const types = parts.map((part) => (properties.includes(part) ? body : partText(part)));
  return [...new Set(types)].join(" & ");
}

/** The text with what stands above it, without the words that only code needs. */
function partText({ node, file }: Part): string {
  const text = ts.isTypeElement(node) ? node.getFullText() : node.getText();
  return text
    .trim()
    .replaceAll(/\breadonly /g, "")
    .replaceAll(/\b([A-Z]\w*)\["(\w+)"\]/g, (_access, held: string, property: string) =>
      propertyText(held, property, file),
    );
}

/** What a property of a type, or of each member of a union, holds. */
function propertyText(name: string, property: string, file: string): string {
  const declared = findType(name, file);
  if (declared === undefined) throw new Error(`"${file}" knows no type "${name}".`);
  const texts: string[] = [];
  const visit = (each: ts.Node): void => {
    if (!ts.isPropertySignature(each)) return each.forEachChild(visit);
    if (each.name.getText() === property && each.type !== undefined) {
      texts.push(each.type.getText());
    }
  };
  visit(declared.node);
  return [...new Set(texts)].join(" | ");
}
