import type { Node, Program, Statement } from "oxc-parser";
import { walkSyntax } from "./syntax.js";

type Carried = { readonly statement: Statement; readonly names?: readonly string[] };

/**
 * The imports and constants at the top of a module that these parts of it name, and those that these name in turn: what
 * must go along where the parts are repeated in a file beside it. Statements that fill the environment go along too.
 *
 * @param taken names that the other file has already.
 * @returns the text of each statement, in the order of the module.
 */
export function neededStatements(
  module: { readonly text: string; readonly program: Program },
  parts: readonly Node[],
  taken: readonly string[],
): readonly string[] {
  return choose(module.program.body as readonly Statement[], parts, taken).map((carried) =>
    statementText(carried, module.text),
  );
}

function choose(
  statements: readonly Statement[],
  parts: readonly Node[],
  taken: readonly string[],
): readonly Carried[] {
  const wanted = new Set<string>();
  const carried = new Set<Statement>();
  const effects = statements
    .filter(({ type }) => type === "ExpressionStatement")
    .filter(isForEffect);
  const queue: Node[] = [...parts, ...effects];
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    for (const name of namesIn(part)) wanted.add(name);
    for (const statement of statements) {
      const declares = declaredBy(statement).some((name) => wanted.has(name));
      if (!declares || carried.has(statement)) continue;
      carried.add(statement);
      if (statement.type !== "ImportDeclaration") queue.push(statement);
    }
  }
  return statements.flatMap((statement) => {
    if (isForEffect(statement)) return [{ statement }];
    if (!carried.has(statement)) return [];
    if (statement.type !== "ImportDeclaration") return [{ statement }];
    const names = declaredBy(statement).filter((name) => wanted.has(name) && !taken.includes(name));
    return names.length === 0 ? [] : [{ statement, names }];
  });
}

/** `import "dotenv/config"`, `dotenv.config()`: what fills the environment before the options are read. */
function isForEffect(statement: Statement): boolean {
  if (statement.type === "ImportDeclaration") return statement.specifiers.length === 0;
  if (statement.type !== "ExpressionStatement") return false;
  const { expression } = statement;
  return expression.type === "CallExpression" && namesIn(expression).includes("dotenv");
}

function declaredBy(statement: Statement): readonly string[] {
  switch (statement.type) {
    case "ImportDeclaration":
      return statement.specifiers.map(({ local }) => local.name);
    case "VariableDeclaration":
      return statement.declarations.flatMap(({ id }) => namesIn(id));
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return statement.id === null ? [] : [statement.id.name];
    case "ExportNamedDeclaration":
      return statement.declaration === null ? [] : declaredBy(statement.declaration as Statement);
    default:
      return [];
  }
}

/** The names that a part refers to; those of properties are no such names. */
function namesIn(part: Node): readonly string[] {
  const names = new Map<number, string>();
  const inside = new Set<number>();
  walkSyntax(part, (node) => {
    if (node.type === "Identifier") names.set(node.start, node.name);
    if (node.type === "MemberExpression" && !node.computed) inside.add(node.property.start);
    if (node.type === "Property" && !node.computed && !node.shorthand) inside.add(node.key.start);
  });
  return [...names].flatMap(([start, name]) => (inside.has(start) ? [] : [name]));
}

function statementText({ statement, names }: Carried, text: string): string {
  if (statement.type !== "ImportDeclaration" || names === undefined)
    return text.slice(statement.start, statement.end).replace(/^export\s+/, "");
  const source = text.slice(statement.source.start, statement.source.end);
  const kept = statement.specifiers.filter(({ local }) => names.includes(local.name));
  const written = (type: string): readonly string[] =>
    kept.filter((each) => each.type === type).map(({ start, end }) => text.slice(start, end));
  const named = written("ImportSpecifier");
  const bound = [
    ...written("ImportDefaultSpecifier"),
    ...written("ImportNamespaceSpecifier"),
    ...(named.length === 0 ? [] : [`{ ${named.join(", ")} }`]),
  ];
  const keyword = statement.importKind === "type" ? "import type" : "import";
  return `${keyword} ${bound.join(", ")} from ${source};`;
}
