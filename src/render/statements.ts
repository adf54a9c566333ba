import { type AnyOperation, isPluginOperation, type Kinds } from "../operation/plugin-operation.js";
import type {
  ImportedNames,
  PluginKinds,
  RenderContext,
  Rendered,
  RenderItem,
} from "../plugin/plugin.js";
import { type Layout, hardLine, join } from "./layout.js";
import { writeLiteral } from "./literal.js";
import { hazards } from "../operation/hazards.js";
import { writeLineComment } from "./comment-text.js";
import type { BatchAlterTable, Operation } from "../operation/operation.js";
import { writeName } from "../operation/options/table-name.js";
import { isTableChange } from "../operation/table-change.js";
import { type QualifiedName, sameName } from "../schema/name.js";
import { type Call, layOutCall } from "./call-layout.js";
import { callOf, invoke } from "./render-calls.js";

/** One statement an operation, with what it destroys, and what else is remarked, said above it. */
export function layOutStatements(
  operations: readonly AnyOperation[],
  own: OwnCode,
): readonly Layout[] {
  return operations.map((operation) => {
    const code = layOutOwnCode(operation, "op", own);
    if (operation.kind === "batchAlterTable")
      return remarked(operation, code ?? layOutCall("op", batchCall(operation, own)), own);
    return commented(operation, code ?? layOutCall("op", callOf(operation)), own);
  });
}

function commented(operation: AnyOperation, statement: Layout, own: OwnCode): Layout {
  const destroys = destructionComments(operation, own.kinds);
  return join(hardLine, [...destroys, remarked(operation, statement, own)]);
}

function remarked(operation: AnyOperation, statement: Layout, own: OwnCode): Layout {
  const remarks = (own.remarks?.(operation) ?? []).map(writeLineComment);
  return join(hardLine, [...remarks, statement]);
}

function batchCall({ kind, table, operations }: BatchAlterTable, own: OwnCode): Call {
  const statements = operations.map((operation) => {
    const code = layOutOwnCode(operation, "batch", own);
    return commented(operation, code ?? layOutCall("batch", callOnBatch(table, operation)), own);
  });
  return {
    method: kind,
    arguments: [writeName(table)],
    body: { parameter: "batch", statements },
  };
}

/** A batch knows its table; what concerns another is handed over as data. */
function callOnBatch(table: QualifiedName, operation: Operation): Call {
  const own = isTableChange(operation) && sameName(operation.table, table);
  if (!own) return invoke(operation);
  const {
    method,
    arguments: [first, ...rest],
  } = callOf(operation);
  return { method, arguments: method === "invoke" ? [first] : rest };
}

/** One comment for each thing the operation destroys. */
function destructionComments(operation: AnyOperation, kinds?: Kinds): readonly string[] {
  const losses = hazards(operation, kinds).filter(({ severity }) => severity === "data-loss");
  const back = operation.kind === "dropColumn" ? " Made again, it is the last column." : "";
  return losses.map(({ message }) => writeLineComment(`Destroys: ${message}.${back}`));
}

/** Who else writes code for operations: the environment's hook, then the plugin that brings the kind. */
type OwnCode = {
  readonly database: string;
  readonly renderItem?: RenderItem;
  readonly kinds?: PluginKinds;
  /** What else is said above an operation. */
  readonly remarks?: (operation: AnyOperation) => readonly string[];
  /** Told of the names that the code needs. */
  readonly needs: (imports: readonly ImportedNames[]) => void;
};

/** The code that the hook or the plugin writes for an operation; none where both leave it to Athanor. */
function layOutOwnCode(
  operation: AnyOperation,
  receiver: RenderContext["receiver"],
  own: OwnCode,
): Layout | undefined {
  const context = { database: own.database, receiver, literal: writeLiteral };
  const rendered = own.renderItem?.(operation, context) ?? byPlugin(operation, context, own);
  if (rendered === undefined) return undefined;
  if (typeof rendered === "string") return layOutText(rendered);
  own.needs(rendered.imports ?? []);
  return layOutText(rendered.code);
}

function byPlugin(
  operation: AnyOperation,
  context: RenderContext,
  { kinds = {} }: OwnCode,
): Rendered | undefined {
  if (!isPluginOperation(operation)) return undefined;
  return kinds[operation.kind]?.render?.(operation, context);
}

/** Lines are indented to where they stand; those of a template literal are part of its text, and stay as they are. */
function layOutText(code: string): Layout {
  const text = code.trim();
  return text.includes("`") ? text : join(hardLine, text.split("\n"));
}
