import type { Operation } from "../../../src/operation/operation.js";
import type { Statement } from "../../../src/plugin/ddl.js";
import type { Enum } from "../../../src/schema/enum.js";
import { sameName } from "../../../src/schema/name.js";
import type { QualifiedName } from "../../../src/schema/name.js";
import { quoteString } from "../../sql/quote.js";
import { quoteName } from "../quote-name.js";

/** Do the new values hold all the old ones in their old order? */
export function onlyAdds(from: readonly string[], to: readonly string[]): boolean {
  const kept = to.filter((value) => from.includes(value));
  return kept.length === from.length && kept.every((value, at) => value === from[at]);
}

/** `ALTER TYPE ... ADD VALUE 'b' AFTER 'a'`, one for each value that is missing, each at its place. */
export function addValues(type: Enum, held: readonly string[]): readonly Statement[] {
  return type.values.flatMap((value, at) =>
    held.includes(value)
      ? []
      : [
          {
            sql: `ALTER TYPE ${quoteName(type)} ADD VALUE ${quoteString(value)}${place(type, held, at)}`,
          },
        ],
  );
}

/** Was the type created in this very transaction? */
export function isNewType(type: QualifiedName, earlier: readonly Operation[]): boolean {
  let name = type;
  for (const operation of [...earlier].reverse()) {
    if (operation.kind === "renameEnum" && sameName(operation.to, name)) name = operation.from;
    if (operation.kind === "createEnum" && sameName(operation.enum, name)) return true;
  }
  return false;
}

// The value before it is there by now; the very first one goes before the first that was there.
function place({ values }: Enum, held: readonly string[], at: number): string {
  const before = values[at - 1];
  if (before !== undefined) return ` AFTER ${quoteString(before)}`;
  const [first] = held;
  return first === undefined ? "" : ` BEFORE ${quoteString(first)}`;
}
