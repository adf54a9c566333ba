import { messageOf } from "../error/thrown.js";
import { applyIfKnown } from "../operation/apply.js";
import type { Operation } from "../operation/operation.js";
import { isPluginOperation, type AnyOperation } from "../operation/plugin-operation.js";
import type { Scope, Server } from "../plugin/catalog.js";
import type { Statement } from "../plugin/ddl.js";
import type { Dialect } from "../plugin/dialect.js";
import type { PluginKinds } from "../plugin/plugin.js";
import { compact } from "../schema/compact.js";
import type { Schema } from "../schema/schema.js";
import { narrow } from "./compile-in-order.js";
import { compileOperation } from "./compile-operation.js";
import { createHeldChanges } from "./held-changes.js";
import { castsDoubt, type Known, type Replayed, type ReplayedStep } from "./replay.js";
import { doubtfulState } from "./state-unknown.js";
import { changesOf, joinChanges } from "./table-change.js";

export type StepCompiler = {
  readonly dialect: Dialect;
  /** The kinds of operations that plugins add. Left out: none. */
  readonly kinds?: PluginKinds;
  /** Left out: any that the dialect speaks to. */
  readonly server?: Server;
};

/** What a revision does, in the order in which it is run. */
type JoinedItem =
  | { readonly kind: "operation"; readonly operation: AnyOperation }
  | Exclude<Replayed, { readonly kind: "operation" }>;

/** A part of a revision as it is run: an operation with its statements, or with why nobody knows them. */
export type CompiledItem =
  | Exclude<JoinedItem, { kind: "operation" }>
  | (CompiledOperation & { readonly statements: readonly Statement[] })
  | (CompiledOperation & { readonly error: unknown });

type CompiledOperation = {
  readonly kind: "operation";
  readonly operation: AnyOperation;
  readonly before: Schema;
};

/**
 * Goes through a replayed step in the order in which it is run, the changes of a table joined where the dialect joins
 * them, and compiles each operation from the state that those before it leave.
 *
 * @param earlier what was done before in the same transaction, asked at each operation
 */
export async function* compileStep(
  { dialect, kinds, server }: StepCompiler,
  { items, before }: Pick<ReplayedStep, "items" | "before">,
  earlier: () => readonly Operation[],
): AsyncGenerator<CompiledItem, void, undefined> {
  const joined = dialect.capabilities.batchesTableChanges ? joinItems(items) : items;
  let known = before;
  for (const item of joined) {
    if (item.kind !== "operation") {
      yield item;
      if ("error" in item && castsDoubt(item))
        known = { ...known, notes: [...known.notes, messageOf(item.error)], isDoubtful: true };
      continue;
    }
    const { operation } = item;
    const { schema } = known;
    const place = { kind: "operation" as const, operation, before: schema };
    const context = { ...compact({ server }), state: stateOf(known), earlier: earlier() };
    try {
      const statements = await compileOperation(
        { dialect, ...compact({ kinds }) },
        operation,
        context,
      );
      yield { ...place, statements };
    } catch (error) {
      yield { ...place, error };
    }
    known = { ...known, schema: applyIfKnown(schema, operation, kinds) };
  }
}

/** Throws `STATE_UNKNOWN` where the statements depend on what nobody has followed. */
function stateOf(known: Known): (scope: Scope) => Promise<Schema> {
  return (scope) =>
    known.isDoubtful
      ? Promise.reject(doubtfulState(known))
      : Promise.resolve(narrow(known.schema, scope));
}

/** The items, with the changes of each table joined as far as their order allows. */
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
