import type { AnyOperation } from "../operation/plugin-operation.js";

/** Names that code needs, and the module they come from. */
export type ImportedNames = {
  readonly from: string;
  readonly names: readonly string[];
  /** The name to give to its default export. */
  readonly defaultName?: string;
  /** Default false. */
  readonly typeOnly?: boolean;
};

/** The code of one operation in a revision file: whole statements, and what they need to import. */
export type Rendered =
  string | { readonly code: string; readonly imports?: readonly ImportedNames[] };

export type RenderContext = {
  /** The database's name in `env.ts`; `"default"` where there is one only. */
  readonly database: string;
  /** What the code calls: `"op"`, or `"batch"` inside of `op.batchAlterTable`. */
  readonly receiver: "op" | "batch";
  /** A value as the code that makes it: plain data, dates and bytes. */
  readonly literal: (value: unknown) => string;
};

/** Writes the code of an operation. `undefined` leaves it as it would be. */
export type RenderItem = (operation: AnyOperation, context: RenderContext) => Rendered | undefined;
