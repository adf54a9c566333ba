import type { BatchAlterTable, Operation } from "../operation/operation.js";
import type { AnyOperation } from "../operation/plugin-operation.js";
import { writeName } from "../operation/options/table-name.js";
import { isTableChange } from "../operation/table-change.js";
import type { QualifiedName } from "../schema/name.js";
import { sameName } from "../schema/name.js";
import type { Call } from "./call-layout.js";
import { layOutCall } from "./call-layout.js";
import { writeLineComment } from "./comment-text.js";
import { destructionComments } from "./destruction-comment.js";
import type { Layout } from "./layout.js";
import { hardLine, join } from "./layout.js";
import { layOutOwnCode, type OwnCode } from "./own-code.js";
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
