import type { AlterColumn } from "../../src/operation/column-operation.js";
import type { Operation } from "../../src/operation/operation.js";
import type { Column } from "../../src/schema/column.js";
import { compact } from "../../src/schema/compact.js";
import { isComputed, sameType } from "../../src/schema/equality.js";
import { usingExpression } from "./compile/using.js";
import { neverConverts } from "./value/never-converts.js";

/**
 * Generated operations, the conversions of types said: where the server would not convert by itself, the revision states
 * the expression, for a person to read and to change.
 */
export function arrange(operations: readonly Operation[]): readonly Operation[] {
  return operations.map((operation) =>
    operation.kind === "alterColumn" ? withConversions(operation) : operation,
  );
}

function withConversions(operation: AlterColumn): AlterColumn {
  const { from, to, using, reverseUsing } = operation;
  if (sameType(from.type, to.type)) return operation;
  return {
    ...operation,
    ...compact({
      using: using ?? conversion(from, to),
      reverseUsing: reverseUsing ?? conversion(to, from),
    }),
  };
}

/** What is computed is computed anew; a conversion that fails for every value is not stated. */
function conversion(from: Column, to: Column): string | undefined {
  return isComputed(from) || isComputed(to) || neverConverts(from.type, to.type)
    ? undefined
    : usingExpression(from, to);
}
