import type { Operation } from "../operation/operation.js";
import { isPluginOperation, type AnyOperation } from "../operation/plugin-operation.js";
import { createHeldChanges } from "./held-changes.js";
import type { Replayed } from "./replay.js";
import { changesOf, joinChanges } from "./table-change.js";

/** What a revision does, in the order in which it is run. */
export type JoinedItem =
  | { readonly kind: "operation"; readonly operation: AnyOperation }
  | Exclude<Replayed, { readonly kind: "operation" }>;

/** The same, with the changes of each table joined as far as their order allows. */
export function joinItems(items: readonly Replayed[]): readonly JoinedItem[] {
  const joined: JoinedItem[] = [];
  const held = createHeldChanges();
  const flush = (before?: Operation): void => {
    for (const { table, changes } of held.take(before)) {
      const list = changes.map(({ change }) => change);
      joined.push({ kind: "operation", operation: joinChanges(table, list) });
    }
  };
  for (const item of items) {
    const asked = item.kind === "operation" ? item.operation : undefined;
    const operation = asked === undefined || isPluginOperation(asked) ? undefined : asked;
    const changes = operation === undefined ? undefined : changesOf(operation);
    for (const change of changes ?? []) {
      if (!held.admits(change)) flush();
      held.hold(change, nowhere);
    }
    if (changes !== undefined) continue;
    flush(operation);
    joined.push(item);
  }
  flush();
  return joined;
}

/** A script has no call to blame: what fails, fails in another program. */
const nowhere = { stack: "" };
