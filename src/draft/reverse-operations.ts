import { hasCode } from "../error/athanor-error.js";
import { describe } from "../operation/describe.js";
import type { AnyOperation, Kinds } from "../operation/plugin-operation.js";
import { reverseAll } from "../operation/reverse.js";

export type ReversedOperations = {
  readonly operations: readonly AnyOperation[];
  /** What the way back leaves as it is. */
  readonly notes: readonly string[];
};

/** The way back, without what cannot be undone (a statement that a rewrite added and gave no reverse). */
export function reverseOperations(
  operations: readonly AnyOperation[],
  kinds?: Kinds,
): ReversedOperations {
  const notes: string[] = [];
  const reversed = operations.toReversed().flatMap((operation) => {
    try {
      return reverseAll([operation], kinds);
    } catch (error) {
      if (!hasCode(error, "IRREVERSIBLE_OPERATION")) throw error;
      notes.push(`The downgrade does not undo "${describe(operation, kinds)}".`);
      return [];
    }
  });
  return { operations: reversed, notes };
}
