import { compact } from "../../schema/compact.js";
import type { QualifiedName } from "../../schema/name.js";
import type { Schema } from "../../schema/schema.js";
import type { TableName } from "../options/table-name.js";
import { readName } from "../options/table-name.js";
import type { Operation } from "../operation.js";
import type { AnyOperation } from "../plugin-operation.js";
import type { OperationRequest } from "../request.js";

/** What every call of the facade needs. */
export type CallContext = {
  readonly submit: (request: OperationRequest) => Promise<void>;
  /** The schema that a bare name means, where it is known. */
  readonly defaultSchema?: string;
};

/** `{ ifExists: true }`: nothing happens, and nothing fails, where the thing does not exist. */
export type DropOptions = { readonly ifExists?: boolean };

/** `{ ifNotExists: true }`: nothing happens, and nothing fails, where the thing exists already. */
export type CreateOptions = { readonly ifNotExists?: boolean };

/**
 * Submits what `build` makes of the arguments. Arguments that make nothing fail in the sink, like every other
 * failure, so that a call nobody awaited still fails its revision.
 */
export function call(context: CallContext, build: () => OperationRequest): Promise<void> {
  return context.submit(attempt(build));
}

/** A call that says everything by itself. */
export function callWith(context: CallContext, build: () => AnyOperation): Promise<void> {
  return call(context, () => {
    const operation = build();
    return { needs: [], complete: () => operation };
  });
}

/** A call that is completed from the state of one table. */
export function callOnTable(
  context: CallContext,
  given: TableName,
  complete: (state: Schema, table: QualifiedName) => Operation,
): Promise<void> {
  return call(context, () => {
    const table = readName(given, context.defaultSchema);
    return { needs: [table], complete: (state) => complete(state, table) };
  });
}

/** How a drop finds its thing in a table's state, and what stands for it where only its name is known. */
type Dropped<Thing> = {
  readonly find: (state: Schema, table: QualifiedName) => Thing | undefined;
  /** Throws `UNKNOWN_...`. */
  readonly require: (state: Schema, table: QualifiedName) => Thing;
  readonly standIn: (table: QualifiedName) => Thing;
  /** Does the stand-in hold the name? Left out: yes. */
  readonly isNamed?: boolean;
  readonly drop: (table: QualifiedName, thing: Thing) => Operation;
};

/** A drop on one table. With `ifExists` it may lack what is dropped. */
export function callOnDropped<Thing>(
  context: CallContext,
  given: TableName,
  options: DropOptions | undefined,
  { find, require, standIn, isNamed = true, drop }: Dropped<Thing>,
): Promise<void> {
  return call(context, () => {
    const table = readName(given, context.defaultSchema);
    const absent = options?.ifExists === true ? standIn(table) : undefined;
    return compact({
      needs: [table],
      complete: (state: Schema) =>
        drop(table, find(state, table) ?? absent ?? require(state, table)),
      byName: isNamed ? drop(table, standIn(table)) : undefined,
    });
  });
}

/** A call that is completed from the enums, sequences, views or extensions there are. */
export function callOnCatalog(
  context: CallContext,
  given: TableName,
  complete: (state: Schema, name: QualifiedName) => Operation,
): Promise<void> {
  return call(context, () => {
    const name = readName(given, context.defaultSchema);
    return { needs: [name], needsCatalog: true, complete: (state) => complete(state, name) };
  });
}

/** The flag where it is set; nothing where it is not. */
export function ifExists(options: DropOptions | undefined): { readonly ifExists?: true } {
  return options?.ifExists === true ? { ifExists: true } : {};
}

export function ifNotExists(options: CreateOptions | undefined): { readonly ifNotExists?: true } {
  return options?.ifNotExists === true ? { ifNotExists: true } : {};
}

export function concurrently(options: { readonly concurrently?: boolean } | undefined): {
  readonly concurrently?: true;
} {
  return options?.concurrently === true ? { concurrently: true } : {};
}

function attempt(build: () => OperationRequest): OperationRequest {
  try {
    return build();
  } catch (error) {
    const fail = () => {
      throw error;
    };
    return { needs: [], complete: fail };
  }
}
