import type { Operation } from "../operation/operation.js";

/**
 * The same operations; where another one of them uses a value that an enum gains or loses, the change says so: on the way
 * up or on the way back, that value is needed before the transaction ends.
 */
export function settleEnumChanges(operations: readonly Operation[]): readonly Operation[] {
  return operations.map((operation) => {
    if (operation.kind !== "alterEnum") return operation;
    const { from, to } = operation;
    const moving = [
      ...to.values.filter((value) => !from.values.includes(value)),
      ...from.values.filter((value) => !to.values.includes(value)),
    ];
    const others = operations.filter(({ kind }) => kind !== "alterEnum" && kind !== "createEnum");
    const isUsed = moving.some((value) => others.some((other) => says(other, value)));
    return isUsed ? { ...operation, rewrite: true } : operation;
  });
}

// Too many rather than too few: a column that is called like the value counts as its use. Arrays are written {a,"b c"}.
function says(held: unknown, value: string): boolean {
  if (typeof held === "string") return held === value || quotedIn(held, value);
  if (typeof held !== "object" || held === null) return false;
  return Object.values(held).some((each) => says(each, value));
}

function quotedIn(text: string, value: string): boolean {
  const spelling = value.replaceAll("'", "''");
  for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + 1)) {
    const after = text[at + spelling.length] ?? "";
    if (/['"{,]/.test(text[at - 1] ?? "") && /['"},]/.test(after)) return true;
  }
  return false;
}
