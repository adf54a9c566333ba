import type {
  AnyOperation,
  KindBehaviour,
  PluginOperation,
} from "../operation/plugin-operation.js";
import type { Schema } from "../schema/schema.js";
import type { Server } from "./catalog.js";
import type { Connection } from "./connection.js";
import type { CompileContext, Statement } from "./ddl.js";

type Awaitable<Value> = Value | Promise<Value>;

/** The statements of one operation. What a compiler throws fails the revision. */
export type PluginCompile<Own extends PluginOperation = PluginOperation> = {
  compile(operation: Own, context: CompileContext): Awaitable<readonly Statement[]>;
}["compile"];

/** All that Athanor must know of a kind of operation. */
export type PluginKind<Own extends PluginOperation = PluginOperation> = KindBehaviour<Own> & {
  /** By the name of the dialect: `postgres`, `sqlite`, ... A dialect that is left out refuses the operation. */
  readonly compile: Readonly<Record<string, PluginCompile<Own>>>;
  /** The code of its call in a revision file. Left out: `await op.invoke({ kind: ..., ... });`. */
  render?(operation: Own, context: RenderContext): Rendered | undefined;
};

/** The kinds that plugins add, each by its name. */
export type PluginKinds = Readonly<Record<string, PluginKind>>;

/** What a comparator may look at. */
export type ComparisonContext = {
  /** The database's name in `env.ts`; `"default"` where there is one only. */
  readonly database: string;
  /** The name of the dialect. */
  readonly dialect: string;
  readonly server: Server;
  /** For reading: comparing changes nothing. */
  readonly connection: Connection;
  /** What the entities want, as this server would report it, without what the environment leaves out. */
  readonly wanted: Schema;
  /** What the database holds, without what the environment leaves out. */
  readonly actual: Schema;
  /** What the applied revisions have done, oldest first: what they created is ours to drop. */
  readonly history: () => Promise<readonly AnyOperation[]>;
};

/** What a comparator found, around the operations that make tables and all the rest as the entities want them. */
export type PluginDifference = {
  /** Comes first: what must be gone before a table can go. */
  readonly before?: readonly AnyOperation[];
  /** Comes last: what rests on tables. */
  readonly after?: readonly AnyOperation[];
};

/** What an environment's `plugins` holds: kinds of operations, a comparator, or both. */
export type Plugin = {
  /** Begins the names of its kinds. */
  readonly name: string;
  /** By their names, each beginning with that of the plugin: `"triggers:createTrigger"`. */
  readonly kinds?: Readonly<Record<string, PluginKind>>;
  /** Asked by autogenerate and `check`, of each database. */
  compare?(context: ComparisonContext): Awaitable<PluginDifference>;
};

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
