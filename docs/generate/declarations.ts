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

/**
 * The type that `name` means in a file, followed by those it names, each once. Names in `known` are told elsewhere: they
 * are left out, and so is what is not declared as `type`.
 */
export function printTypes(
  name: string,
  file: string,
  known: ReadonlySet<string>,
): readonly PrintedType[] {
  const printed = new Map<string, string>();
  const follow = (wanted: string, place: string): void => {
    if (printed.has(wanted) || known.has(wanted)) return;
    const declared = findType(wanted, place);
    if (declared === undefined) return;
    printed.set(wanted, textOf(declared, wanted));
    for (const inner of namesIn(declared.node)) follow(inner, declared.file);
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
  node.forEachChild(visit);
  return names;
}

/** The declaration under the name that the reader knows it by, without the words that only code needs. */
function textOf({ node, file }: Declared, name: string): string {
  const text = node.getSourceFile().text;
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const above = comments
    .map(({ pos, end }) => `${text.slice(pos, end)}\n`)
    .filter((each) => !each.includes("@example"));
  const type = node.type
    .getText()
    .replaceAll(/\breadonly /g, "")
    .replaceAll(/\b([A-Z]\w*)\["(\w+)"\]/g, (_access, held: string, property: string) =>
      propertyText(held, property, file),
    );
  const parameters = node.typeParameters?.map((each) => each.getText()).join(", ");
  const generic = parameters === undefined ? "" : `<${parameters}>`;
  return `${above.join("")}type ${name}${generic} = ${type};`;
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
