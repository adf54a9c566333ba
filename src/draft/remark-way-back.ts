import { isPluginOperation, type AnyOperation } from "../operation/plugin-operation.js";
import { requiredColumnOf } from "../operation/required-column.js";
import type { OperationLists } from "../render/revision.js";
import { forShell } from "../compare/rename-option.js";
import type { Remarks } from "./remark-questions.js";

/** Above what of a downgrade fails on rows: a column that was required comes back, and nobody knows its values. */
export function remarkWayBack(
  downgrades: readonly OperationLists[],
  /** Columns that the downgrades give a value themselves. */
  filled: readonly string[],
): Remarks {
  const known = new Set(downgrades.flatMap(operationsIn));
  return (operation) => {
    const need = known.has(operation) ? needOf(operation) : undefined;
    if (need === undefined || filled.includes(need.place)) return [];
    const which = need.question.kind === "empty" ? "rows without a value" : "rows";
    const flag = forShell(`${need.place}=EXPRESSION`);
    return [`Fails on ${which}; to give them one: athanor downgrade --backfill ${flag}`];
  };
}

function needOf(operation: AnyOperation) {
  return isPluginOperation(operation) ? undefined : requiredColumnOf(operation);
}

/** Those inside of batches too. */
function operationsIn(lists: OperationLists): readonly AnyOperation[] {
  return Object.values<AnyOperation | readonly AnyOperation[]>(lists)
    .flat()
    .flatMap<AnyOperation>((operation) =>
      !isPluginOperation(operation) && operation.kind === "batchAlterTable"
        ? [operation, ...operation.operations]
        : [operation],
    );
}
