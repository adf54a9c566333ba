import type { AssignmentExpression, Expression, Program, Statement } from "oxc-parser";
import { unwrap } from "./header-value.js";
import { loadParser } from "../loading/native.js";

/** What a name stands for, at the top of a file. */
type Meaning = { readonly type: string; readonly start: number; readonly end: number };

type Surface = {
  readonly text: string;
  readonly bindings: Map<string, Meaning>;
  readonly exports: Map<string, Meaning>;
};

const makes = /\bnew\s+(?:\w+\.)?DataSource\b/;

const functions = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];

function declare(statement: Statement, into: Map<string, Meaning>): void {
  if (statement.type === "FunctionDeclaration" && statement.id !== null) {
    into.set(statement.id.name, statement);
  }
  if (statement.type !== "VariableDeclaration") return;
  for (const { id, init } of statement.declarations) {
    if (id.type === "Identifier" && init !== null) into.set(id.name, unwrap(init));
  }
}

/** `module.exports = ...`, `module.exports.name = ...`, `exports.name = ...`. */
function assign({ left, right }: AssignmentExpression, { text, exports }: Surface): void {
  const target = text.slice(left.start, left.end);
  const value = unwrap(right);
  const name = /^(?:module\.)?exports\.(\w+)$/.exec(target)?.[1];
  if (name !== undefined) exports.set(name, value);
  if (target !== "module.exports") return;
  if (value.type !== "ObjectExpression") exports.set("default", value);
  else
    value.properties.forEach((property) => {
      if (property.type === "Property" && property.key.type === "Identifier")
        exports.set(property.key.name, property.value as Expression);
    });
}

function collect(statement: Statement, surface: Surface): void {
  declare(statement, surface.bindings);
  if (statement.type === "ExportDefaultDeclaration") {
    surface.exports.set("default", unwrap(statement.declaration as Expression));
  }
  if (statement.type === "TSExportAssignment") {
    surface.exports.set("default", unwrap(statement.expression));
  }
  if (statement.type === "ExportNamedDeclaration") {
    if (statement.declaration !== null) {
      declare(statement.declaration, surface.bindings);
      declare(statement.declaration, surface.exports);
    }
    for (const { local, exported } of statement.specifiers) {
      if (exported.type === "Identifier") surface.exports.set(exported.name, local);
    }
  }
  if (statement.type === "ExpressionStatement") {
    const expression = unwrap(statement.expression);
    if (expression.type === "AssignmentExpression") assign(expression, surface);
  }
}

function readSurface(program: Program, text: string): Surface {
  const surface: Surface = { text, bindings: new Map(), exports: new Map() };
  for (const statement of program.body) collect(statement, surface);
  return surface;
}

/** Follows names, `await` and `.initialize()` to what was written first. */
function trace(meaning: Meaning, surface: Surface): Meaning {
  const text = surface.text.slice(meaning.start, meaning.end);
  const name = /^(?:await\s+)?(\w+)(?:\.initialize\(\))?$/.exec(text)?.[1];
  const bound = name === undefined ? undefined : surface.bindings.get(name);
  return bound === undefined || bound === meaning ? meaning : trace(bound, surface);
}

/**
 * The names under which a file exports a data source, `default` first; found by reading, the file is not run.
 * A function that makes one counts where nothing else does.
 *
 * @example
 * findExportedDataSources("a.ts", "export const main = new DataSource({});"); // ["main"]
 */
export function findExportedDataSources(path: string, text: string): readonly string[] {
  if (!makes.test(text)) return [];
  const surface = readSurface(loadParser().parseSync(path, text).program, text);
  const found = [...surface.exports]
    .map(([name, meaning]) => ({ name, meaning: trace(meaning, surface) }))
    .filter(({ meaning }) => !/^(Class|Object)/.test(meaning.type))
    .filter(({ meaning }) => makes.test(text.slice(meaning.start, meaning.end)));
  const values = found.filter(({ meaning }) => !functions.includes(meaning.type));
  const chosen = values.length > 0 ? values : found;
  const unlike = chosen.filter(
    ({ meaning }, at) => chosen.findIndex((other) => other.meaning === meaning) === at,
  );
  const isDefault = ({ name }: { readonly name: string }): number => (name === "default" ? 0 : 1);
  return unlike.sort((a, b) => isDefault(a) - isDefault(b)).map(({ name }) => name);
}
