import type { Schema } from "../schema/schema.js";
import type { Hazard } from "./hazard.js";
import type { Operation } from "./operation.js";

/**
 * An operation of a kind that a plugin adds: readonly data, which a revision file can write out. The kind begins with
 * the plugin's name: `"triggers:createTrigger"`.
 */
export type PluginOperation = {
  readonly kind: `${string}:${string}`;
  readonly [field: string]: unknown;
};

/** What a revision may ask for: one of Athanor's own operations, or a plugin's. */
export type AnyOperation = Operation | PluginOperation;

export function isPluginOperation(operation: AnyOperation): operation is PluginOperation {
  return operation.kind.includes(":");
}

/** What a batch is made of; any other operation is its only part. */
export function partsOf(operation: AnyOperation): readonly AnyOperation[] {
  const isBatch = !isPluginOperation(operation) && operation.kind === "batchAlterTable";
  return isBatch ? operation.operations : [operation];
}

/** How operations of one kind behave, whatever the database. */
export type KindBehaviour<Own extends PluginOperation = PluginOperation> = {
  /** One plain sentence, for people. Left out: the kind, and the operation's `name` where it has one. */
  describe?(operation: Own): string;
  /** The operation that undoes it. Left out: it cannot be undone, and autogenerate says so. */
  reverse?(operation: Own): AnyOperation;
  /** What it may do to rows, or what rows may do to it. Left out: nothing. */
  hazards?(operation: Own): readonly Hazard[];
  /** The schema as it is after it. Left out: nothing that the schema tells changes. */
  apply?(schema: Schema, operation: Own): Schema;
};

/** The kinds that an environment's plugins add, each by its name. */
export type Kinds = Readonly<Record<string, KindBehaviour>>;

export const noKinds: Kinds = {};

/** What is known of the kind of an operation; nothing where its plugin is not there. */
export function behaviourOf(operation: PluginOperation, kinds: Kinds): KindBehaviour {
  return kinds[operation.kind] ?? {};
}
