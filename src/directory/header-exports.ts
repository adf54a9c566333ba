import type {
  AssignmentExpression,
  Declaration,
  ExportNamedDeclaration,
  Expression,
  ModuleExportName,
  Program,
  Statement,
  VariableDeclaration,
} from "oxc-parser";
import { isVoid, propertiesOf, returnedBy, unwrap } from "./header-value.js";
import type { Bindings } from "./header-value.js";

/** An export: where it stands, and its value as written, unless it is a function or comes from elsewhere. */
export type Export = { readonly start: number; readonly value?: Expression };

export type Exports = ReadonlyMap<string, Export>;

/** The top-level constants of a file, and its exports in any of the forms that people and compilers write. */
export type Surface = { readonly bindings: Bindings; readonly exports: Exports };

type Collector = {
  readonly bindings: Map<string, Expression>;
  readonly exports: Map<string, Export>;
  /** Names whose value changes after they were declared. */
  readonly changed: Set<string>;
};

/** Reads the top-level statements; runs nothing. */
export function collectExports(program: Program): Surface {
  const collector: Collector = { bindings: new Map(), exports: new Map(), changed: new Set() };
  const deferred: ExportNamedDeclaration[] = [];
  for (const statement of program.body) {
    if (statement.type === "ExportNamedDeclaration" && statement.declaration === null)
      deferred.push(statement);
    else collectStatement(collector, statement);
  }
  for (const name of collector.changed) collector.bindings.delete(name);
  // An export list may stand above what it names.
  for (const statement of deferred) collectList(collector, statement);
  return collector;
}

function collectStatement(collector: Collector, statement: Statement): void {
  switch (statement.type) {
    case "VariableDeclaration":
      return collectBindings(collector, statement);
    case "ExportNamedDeclaration":
      return statement.declaration === null
        ? undefined
        : collectExported(collector, statement.declaration);
    case "TSExportAssignment":
      return collectObject(collector, statement.expression);
    case "ExpressionStatement":
      return collectExpression(collector, unwrap(statement.expression));
    default:
  }
}

function collectBindings({ bindings }: Collector, declaration: VariableDeclaration): void {
  for (const { id, init } of declaration.declarations)
    if (id.type === "Identifier" && init !== null) bindings.set(id.name, init);
}

function collectExported(collector: Collector, declaration: Declaration): void {
  const { exports } = collector;
  if (declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") {
    if (declaration.id !== null) exports.set(declaration.id.name, { start: declaration.start });
  }
  if (declaration.type !== "VariableDeclaration") return;
  collectBindings(collector, declaration);
  for (const { id, init, start } of declaration.declarations) {
    if (id.type === "Identifier") exports.set(id.name, init === null ? { start } : exportOf(init));
    if (id.type === "ObjectPattern")
      for (const { value } of id.properties.filter((property) => property.type === "Property"))
        if (value.type === "Identifier") exports.set(value.name, { start });
  }
}

function exportOf(value: Expression): Export {
  return { start: value.start, value };
}

function collectList(collector: Collector, statement: ExportNamedDeclaration): void {
  if (statement.exportKind === "type") return;
  for (const { local, exported, exportKind } of statement.specifiers) {
    if (exportKind === "type") continue;
    const value = statement.source === null ? collector.bindings.get(nameOf(local)) : undefined;
    const found = value === undefined ? { start: statement.start } : exportOf(value);
    collector.exports.set(nameOf(exported), found);
  }
}

function nameOf(name: ModuleExportName): string {
  return name.type === "Literal" ? name.value : name.name;
}

function collectExpression(collector: Collector, expression: Expression): void {
  if (expression.type === "AssignmentExpression") collectAssignment(collector, expression);
  if (expression.type === "SequenceExpression")
    for (const part of expression.expressions) collectExpression(collector, unwrap(part));
  if (expression.type !== "CallExpression") return;
  // Bundlers hand an object of getters to a function of theirs: __export(exports, { revision: () => revision }).
  for (const argument of expression.arguments) {
    if (argument.type !== "ObjectExpression") continue;
    for (const [name, value] of propertiesOf(argument)) {
      const returned = returnedBy(value);
      if (returned !== undefined) collector.exports.set(name, exportOf(returned));
    }
  }
}

/** `exports.a = exports.b = value`, `module.exports = { a, b }`, and both at once. */
function collectAssignment(collector: Collector, assignment: AssignmentExpression): void {
  const right = unwrap(assignment.right);
  if (right.type === "AssignmentExpression") collectAssignment(collector, right);
  const { left } = assignment;
  if (left.type === "Identifier") collector.changed.add(left.name);
  if (left.type !== "MemberExpression") return;
  if (isModuleExports(left)) return collectObject(collector, lastOf(right));
  const value = lastOf(right);
  if (!isExportsObject(left.object) || isVoid(value)) return;
  if (!left.computed && left.property.type === "Identifier")
    collector.exports.set(left.property.name, exportOf(value));
}

function lastOf(expression: Expression): Expression {
  const bare = unwrap(expression);
  return bare.type === "AssignmentExpression" ? lastOf(bare.right) : bare;
}

function collectObject(collector: Collector, expression: Expression): void {
  const bare = unwrap(expression);
  if (bare.type !== "ObjectExpression") return;
  for (const [name, value] of propertiesOf(bare))
    collector.exports.set(name, exportOf(returnedBy(value) ?? value));
}

function isExportsObject(expression: Expression): boolean {
  return isNamed(expression, "exports") || isModuleExports(expression);
}

function isModuleExports(expression: Expression): boolean {
  return (
    expression.type === "MemberExpression" &&
    !expression.computed &&
    expression.property.type === "Identifier" &&
    expression.property.name === "exports" &&
    isNamed(expression.object, "module")
  );
}

function isNamed(expression: Expression, name: string): boolean {
  return expression.type === "Identifier" && expression.name === name;
}
