import { AthanorError } from "../error/athanor-error.js";
import { describe } from "../operation/describe.js";
import {
  isPluginOperation,
  type AnyOperation,
  type PluginOperation,
} from "../operation/plugin-operation.js";
import type { CompileContext, DialectDdl, Statement } from "../plugin/ddl.js";
import type { PluginKinds } from "../plugin/plugin.js";

/** Who knows how to compile: the dialect, and the plugins for the kinds they add. */
export type Compiler = {
  readonly dialect: { readonly name: string; readonly ddl: Pick<DialectDdl, "compile"> };
  /** Left out: none. */
  readonly kinds?: PluginKinds;
};

/**
 * The statements that carry out an operation, Athanor's own or a plugin's.
 *
 * @throws AthanorError `UNKNOWN_OPERATION_KIND`, `UNSUPPORTED_OPERATION`, and what compiling throws.
 */
export async function compileOperation(
  { dialect, kinds = {} }: Compiler,
  operation: AnyOperation,
  context: CompileContext,
): Promise<readonly Statement[]> {
  if (!isPluginOperation(operation)) return dialect.ddl.compile(operation, context);
  const kind = kinds[operation.kind];
  if (kind === undefined) throw unknownKind(operation, kinds);
  const compile = kind.compile[dialect.name];
  if (compile === undefined) throw unsupported(operation, kinds, dialect.name);
  return compile(operation, context);
}

function unknownKind({ kind }: PluginOperation, kinds: PluginKinds): AthanorError {
  const [plugin = ""] = kind.split(":");
  return new AthanorError({
    code: "UNKNOWN_OPERATION_KIND",
    message: `No plugin of the environment knows operations of the kind "${kind}".`,
    suggestions: [`Add the plugin "${plugin}" to "plugins" of env.ts.`],
    facts: { kind, known: Object.keys(kinds) },
  });
}

function unsupported(
  operation: PluginOperation,
  kinds: PluginKinds,
  dialect: string,
): AthanorError {
  const known = Object.keys(kinds[operation.kind]?.compile ?? {});
  return new AthanorError({
    code: "UNSUPPORTED_OPERATION",
    message: `"${describe(operation, kinds)}": the plugin knows no way to do it on "${dialect}". It knows ${known.join(", ") || "none"}.`,
    suggestions: [`if (op.dialect !== ${JSON.stringify(dialect)}) { ... }`],
    facts: { kind: operation.kind, dialect, known },
  });
}
