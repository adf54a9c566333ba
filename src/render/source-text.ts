import type { ImportedNames } from "../plugin/plugin.js";
import { type Node, type SourceFile, IndentationText, Project, SyntaxKind } from "ts-morph";
import { AthanorError } from "../error/athanor-error.js";
import { printLayout } from "./print-layout.js";
import { type Layout, hardLine, join } from "./layout.js";
import { emptyBlock } from "./value-layout.js";

/** Statements, and the statement of the frame that they take the place of. */
export type Body = {
  readonly mark: string;
  /** For messages: `upgrade`. */
  readonly direction: string;
  readonly statements: readonly Layout[];
};

export type SourceRequest = {
  readonly frame: string;
  readonly language: Language;
  readonly bodies: readonly Body[];
  readonly imports: readonly ImportedNames[];
  /** No transaction may surround the revision. */
  readonly bare: boolean;
  readonly invalid: (line: number, reason: string) => Error;
};

const fileNames = { typescript: "revision.ts", esm: "revision.mjs", commonjs: "revision.cjs" };

/** The frame with its bodies in place. Throws what `invalid` gives where the frame does not parse, and `TEMPLATE_WITHOUT_BODY`. */
export function writeSource(request: SourceRequest): string {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    compilerOptions: { allowJs: true, noLib: true, noResolve: true },
    manipulationSettings: { indentationText: IndentationText.TwoSpaces },
  });
  const source = project.createSourceFile(fileNames[request.language], request.frame);
  const [problem] = project.getProgram().getSyntacticDiagnostics(source);
  if (problem !== undefined) {
    const text = problem.getMessageText();
    const reason = typeof text === "string" ? text : text.getMessageText();
    throw request.invalid(problem.getLineNumber() ?? 1, reason);
  }
  const imported = addImports(source, request);
  return splice(source.getFullText(), [
    ...imported,
    ...(request.bare ? sayBare(source, request) : []),
    ...request.bodies.flatMap((body) => editOf(source, body)),
  ]);
}

/** Beside the imports there are; where there are none, below the comment that begins the file. */
function addImports(source: SourceFile, request: SourceRequest): readonly Edit[] {
  const { language } = request;
  const imports = mergeImports(request.imports, language);
  const [first] = source.getStatements();
  if (source.getImportDeclarations().length > 0 || first === undefined) {
    for (const added of imports) addImport(source, added);
    return [];
  }
  const text = imports.map((added) => `${importText(added, language)}\n`).join("");
  return text === "" ? [] : [insertion(first.getStart(), `${text}\n`)];
}

function importText(
  { from, names, defaultName, typeOnly }: ImportedNames,
  language: Language,
): string {
  const bound = defaultName ?? `{ ${names.join(", ")} }`;
  const place = JSON.stringify(from);
  return language === "commonjs"
    ? `const ${bound} = require(${place});`
    : `import ${typeOnly === true ? "type " : ""}${bound} from ${place};`;
}

function addImport(
  source: SourceFile,
  { from, names, defaultName, typeOnly }: ImportedNames,
): void {
  const isTypeOnly = typeOnly ?? false;
  const present = source.getImportDeclaration(
    (held) => held.getModuleSpecifierValue() === from && held.isTypeOnly() === isTypeOnly,
  );
  const declaration = present ?? source.addImportDeclaration({ moduleSpecifier: from, isTypeOnly });
  const known = new Set(declaration.getNamedImports().map((held) => held.getName()));
  declaration.addNamedImports(names.filter((name) => !known.has(name)));
  if (defaultName !== undefined) declaration.setDefaultImport(defaultName);
}

/** Between the header and the function that comes first. */
function sayBare(source: SourceFile, { language, bodies }: SourceRequest): readonly Edit[] {
  const marks = bodies.map(({ mark }) => mark);
  const statements = source.getStatements();
  const first = statements.findIndex((statement) =>
    marks.some((mark) => statement.getText().includes(mark)),
  );
  const said = language === "commonjs" ? "exports.transaction" : "export const transaction";
  const before = statements[first - 1];
  return before === undefined ? [] : [insertion(before.getEnd(), `\n${said} = false;`)];
}

const insertion = (place: number, text: string): Edit => ({ start: place, end: place, text });

type Edit = { readonly start: number; readonly end: number; readonly text: string };

/** By range of text: ts-morph's own insertion indents anew, inside template literals too, and parses all of it again. */
function splice(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((left, right) => left.start - right.start);
  const starts = [0, ...ordered.map(({ end }) => end)];
  const parts = ordered.map((edit, index) => text.slice(starts[index], edit.start) + edit.text);
  return parts.join("") + text.slice(starts.at(-1));
}

function editOf(source: SourceFile, body: Body): readonly Edit[] {
  const place = findPlace(source, body.mark);
  if (place === undefined && body.statements.length > 0) throw withoutBody(body);
  if (place === undefined) return [];
  const { statements } = body;
  if (statements.length === 0) return [removal(source.getFullText(), place)];
  const indentation = place.getStart() - place.getStartLinePos();
  const text = printLayout(join(hardLine, statements), { indentation });
  return [{ start: place.getStart(), end: place.getEnd(), text }];
}

/** The mark with its line; with the inside of its block where nothing else is there. */
function removal(text: string, place: Node): Edit {
  const block = place.getParentIfKind(SyntaxKind.Block);
  const { start, end } = { start: place.getStart(), end: place.getEnd() };
  if (block?.getText().replace(/\s/g, "") === `{${place.getText()}}`)
    return { start: block.getStart(), end: block.getEnd(), text: emptyBlock };
  return { start: text.slice(0, start).trimEnd().length, end, text: "" };
}

function findPlace(source: SourceFile, mark: string): Node | undefined {
  return source
    .getDescendantsOfKind(SyntaxKind.ExpressionStatement)
    .find((statement) => statement.getExpression().getText() === mark);
}

function withoutBody({ direction, mark }: Body): AthanorError {
  return new AthanorError({
    code: "TEMPLATE_WITHOUT_BODY",
    message: `The template of revision files has no place for what ${direction} does: each function must hold its own body.`,
    suggestions: ["<%- upgrade %>", "<%- downgrade %>"],
    facts: { direction, mark },
  });
}

/** What a revision file is written in. */
type Language = "typescript" | "esm" | "commonjs";

/** One import for all that comes from one module. JavaScript imports no types. */
function mergeImports(
  imports: readonly ImportedNames[],
  language: Language,
): readonly ImportedNames[] {
  const merged = new Map<string, ImportedNames>();
  for (const added of imports) {
    const { from, defaultName = "", typeOnly = false } = added;
    if (typeOnly && language !== "typescript") continue;
    const key = JSON.stringify([from, defaultName, typeOnly]);
    const names = new Set([...(merged.get(key)?.names ?? []), ...added.names]);
    merged.set(key, { ...added, names: [...names] });
  }
  return [...merged.values()];
}
