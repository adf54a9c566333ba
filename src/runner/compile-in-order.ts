import { followOperations } from "../operation/apply.js";
import type { Operation } from "../operation/operation.js";
import { isPluginOperation, type AnyOperation } from "../operation/plugin-operation.js";
import type { Scope, Server } from "../plugin/catalog.js";
import type { DialectDdl, Statement } from "../plugin/ddl.js";
import type { Dialect } from "../plugin/dialect.js";
import type { PluginKinds } from "../plugin/plugin.js";
import { compact } from "../schema/compact.js";
import { nameKey, type QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import { compileOperation } from "./compile-operation.js";

export type CompileRequest = {
  readonly dialect: Dialect;
  /** The kinds of operations that plugins add. Left out: none. */
  readonly kinds?: PluginKinds;
  /** Left out offline. */
  readonly server?: Server;
  /** The database before the first operation. */
  readonly start: Schema;
  readonly operations: readonly AnyOperation[];
};

export type CompiledOperation = {
  readonly operation: AnyOperation;
  /** As text, values inlined. */
  readonly statements: readonly string[];
};

/** Compiles operations without running them: each from the state in memory that those before it leave. */
export async function compileInOrder(
  request: CompileRequest,
): Promise<readonly CompiledOperation[]> {
  const compiled: CompiledOperation[] = [];
  const { operations, start, kinds } = request;
  const earlier: Operation[] = [];
  for (const { operation, before } of followOperations(operations, start, kinds)) {
    const statements = await compileFrom(request, before, operation, earlier);
    const { literal } = request.dialect.ddl;
    compiled.push({ operation, statements: statements.map((each) => textOf(each, literal)) });
    if (!isPluginOperation(operation)) earlier.push(operation);
  }
  return compiled;
}

function compileFrom(
  { server, ...compiler }: Pick<CompileRequest, "dialect" | "kinds" | "server">,
  schema: Schema,
  operation: AnyOperation,
  earlier: readonly Operation[],
): Promise<readonly Statement[]> {
  const state = (scope: Scope): Promise<Schema> => Promise.resolve(narrow(schema, scope));
  return compileOperation(compiler, operation, { ...compact({ server }), state, earlier });
}

/** A statement as a script holds it. A guard, which only a program can heed, becomes a comment. */
export function textOf(statement: Statement, literal: DialectDdl["literal"]): string {
  const { sql, parameters = [], guard } = statement;
  const text = parameters.length === 0 ? sql : inlineParameters(sql, parameters, literal);
  if (guard === undefined) return `${text.replace(/;\s*$/, "")};`;
  return [guard.message, ...text.split("\n")].map((line) => `-- ${line}`).join("\n");
}

/** These tables and views, and the views that read them. */
export function narrow(schema: Schema, { tables }: Scope): Schema {
  if (tables === undefined) return schema;
  const wanted = new Set(tables.map(nameKey));
  const isWanted = (name: QualifiedName): boolean => wanted.has(nameKey(name));
  return {
    ...schema,
    tables: schema.tables.filter(isWanted),
    views: schema.views.filter(
      (view) => isWanted(view) || view.dependsOn?.some(isWanted) !== false,
    ),
  };
}

/**
 * A statement's text with its values in the place of the placeholders, `$1` or `?` alike. Quoted text, names and comments
 * are passed over.
 */
export function inlineParameters(
  sql: string,
  parameters: readonly unknown[],
  literal: (value: unknown) => string,
): string {
  let position = 0;
  return sql.replace(token, (text, number: string | undefined) => {
    if (number !== undefined) return literal(parameters[Number(number) - 1]);
    return text === "?" && position < parameters.length ? literal(parameters[position++]) : text;
  });
}

/** What is passed over, each alternative to its end: `'…'`, `"…"`, `` `…` ``, `$tag$…$tag$`, `-- …`, and block comments; then `$1` and `?`. */
const token =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\$([0-9]+)|\$([A-Za-z_]\w*)?\$[^]*?\$\2\$|--[^\n]*|\/\*[^]*?\*\/|\?/g;
