import type { AnyOperation } from "../operation/plugin-operation.js";
import type { Database } from "../plugin/database.js";
import type { Plugin } from "../plugin/plugin.js";
import type { RenderItem } from "../plugin/rendering.js";
import type { Column } from "../schema/column.js";
import type { QualifiedName } from "../schema/name.js";
import type { Step } from "../revision/step.js";

/** What kind of thing a filter is asked about. */
export type ObjectKind = "table" | "view" | "column" | "index" | "constraint" | "enum" | "sequence";

export type IncludeName = (
  name: string,
  kind: ObjectKind,
  parent: QualifiedName | undefined,
) => boolean;

export type IncludeObject = (
  object: Readonly<Record<string, unknown>>,
  name: string,
  kind: ObjectKind,
  /** True when the object was read from the database, false when it comes from the entities. */
  reflected: boolean,
) => boolean;

/** `undefined` leaves the decision to the default rule. */
export type CompareColumn = (
  database: Column,
  entity: Column,
  table: QualifiedName,
) => boolean | undefined;

export type Rewrite = (
  operations: readonly AnyOperation[],
  context: { readonly database: string },
) => readonly AnyOperation[];

export type OnVersionApply = (
  step: Step,
  context: { readonly database: string },
) => Promise<void> | void;

/** How to reach the databases and how autogenerate behaves: what `env.ts` exports. */
export type Environment = {
  /** One database, or several by name. */
  readonly databases: Database | Readonly<Record<string, Database>>;
  /** Default `"athanor_version"`. */
  readonly versionTable?: string | undefined;
  readonly versionTableSchema?: string | undefined;
  /** Default `"all"`. */
  readonly transaction?: TransactionMode | undefined;
  readonly lock?:
    | {
        /** How long to wait for it: `"60s"`, the default, `"500ms"`, `"5m"`, or a number of milliseconds. */
        readonly timeout?: string | number | undefined;
        /**
         * `"session"`, the default: the database's own lock, which ends with the session that took it. `"row"`: a row in
         * a table beside the version table, for a server behind a pooler that hands out sessions by transaction.
         */
        readonly kind?: "session" | "row" | undefined;
        /** How long a row is held by a run that shows no life: `"60s"`, the default. Only with `kind: "row"`. */
        readonly lease?: string | number | undefined;
      }
    | undefined;
  /**
   * How long a statement may wait for a lock that another session holds: `"3s"`, the default; 0: for ever. Held that
   * long, it would keep everyone waiting who wants the same table. SQLite has no such limit.
   */
  readonly lockTimeout?: string | number | undefined;
  /** How long one statement may take. Default: as the server is set. */
  readonly statementTimeout?: string | number | undefined;
  /** How often a revision that could not get a lock is rolled back and run again, after pauses that double. Default 5. */
  readonly lockRetries?: number | undefined;
  /** Schemas compared; default: the default schema and those of the entities. */
  readonly schemas?: readonly string[] | undefined;
  readonly includeName?: IncludeName | undefined;
  readonly includeObject?: IncludeObject | undefined;
  /** Default true: every difference counts. `false`: none does. A function decides column by column. */
  readonly compareType?: boolean | CompareColumn | undefined;
  readonly compareDefault?: boolean | CompareColumn | undefined;
  readonly compareComment?: boolean | CompareColumn | undefined;
  /** Tables that neither the entities nor the history know. Default `"keep"`. */
  readonly unmanaged?: "keep" | "drop" | undefined;
  /**
   * New names for old things, as `--rename` takes them: `["users.name:fullName"]`. Those that have been done are passed
   * over, so that they may stay; names that trade places are stated with the flag.
   */
  readonly renames?: readonly string[] | undefined;
  readonly rewrite?: Rewrite | readonly Rewrite[] | undefined;
  /** Writes the code of an operation in a revision file; `undefined` leaves it as it would be. */
  readonly renderItem?: RenderItem | undefined;
  /** What other packages, or this project, add: kinds of operations and comparators. */
  readonly plugins?: readonly Plugin[] | undefined;
  /** Called after each revision that was applied or undone, inside its transaction. */
  readonly onVersionApply?: OnVersionApply | undefined;
};

/** `all`: one transaction a run; `each`: one a revision; `none`: none. */
export type TransactionMode = "all" | "each" | "none";

/** What the function form of `defineEnvironment` is called with. */
export type EnvironmentContext = {
  /** The `-x KEY=VALUE` arguments. */
  readonly arguments: Readonly<Record<string, string>>;
  /** The command that runs: `"upgrade"`, `"revision"`, ... */
  readonly command: string;
  /** The `--tag` of `upgrade`, `downgrade` and `stamp`; left out where none was given. */
  readonly tag?: string;
};

export type EnvironmentDefinition =
  Environment | ((context: EnvironmentContext) => Environment | Promise<Environment>);

/** Types the default export of `env.ts`; gives it back unchanged. */
export function defineEnvironment(definition: EnvironmentDefinition): EnvironmentDefinition {
  return definition;
}
