import type { AnyOperation } from "../operation/plugin-operation.js";
import type { Database } from "../plugin/database.js";
import type { Plugin, RenderItem } from "../plugin/plugin.js";
import type { Column } from "../schema/column.js";
import type { QualifiedName } from "../schema/name.js";
import type { Step } from "../revision/step.js";

/** What kind of thing a filter is asked about. */
export type ObjectKind = "table" | "view" | "column" | "index" | "constraint" | "enum" | "sequence";

/** Which database of the environment a hook is asked of; `"default"` where there is one only. */
export type HookContext = { readonly database: string };

export type IncludeName = (
  name: string,
  kind: ObjectKind,
  parent: QualifiedName | undefined,
  context: HookContext,
) => boolean;

export type IncludeObject = (
  object: Readonly<Record<string, unknown>>,
  name: string,
  kind: ObjectKind,
  /** True when the object was read from the database, false when it comes from the entities. */
  reflected: boolean,
  context: HookContext,
) => boolean;

/** `undefined` leaves the decision to the default rule. */
export type CompareColumn = (
  database: Column,
  entity: Column,
  table: QualifiedName,
  context: HookContext,
) => boolean | undefined;

export type Rewrite = (
  operations: readonly AnyOperation[],
  context: HookContext,
) => readonly AnyOperation[];

export type OnVersionApply = (step: Step, context: HookContext) => Promise<void> | void;

/** How the databases are reached, and how revisions run on them. */
export type RunSettings = {
  /** required: `typeorm(dataSource)`, or an object of them by name ([several databases](several-databases.md)) */
  readonly databases: Database | Readonly<Record<string, Database>>;
  /**
   * the log's table is named after it: `athanor_log`. Of several databases, a text for all or an object by name: two that are one
   * need a table each
   *
   * @defaultValue `"athanor_version"`
   */
  readonly versionTable?: string | Readonly<Record<string, string>> | undefined;
  /**
   * where these tables are; a text, or an object by name
   *
   * @defaultValue the default schema
   */
  readonly versionTableSchema?: string | Readonly<Record<string, string>> | undefined;
  /**
   * one transaction a run (`"all"`), one a revision (`"each"`), or none (`"none"`); `--transaction` overrides it
   *
   * @defaultValue `"all"`
   */
  readonly transaction?: TransactionMode | undefined;
  readonly lock?:
    | {
        /**
         * how long to wait for another run: `"500ms"`, `"60s"`, `"5m"`, `"1h"`, or a number of milliseconds
         *
         * @defaultValue `"60s"`
         */
        readonly timeout?: string | number | undefined;
        /**
         * `"session"`: the database's own lock, which ends with the session that took it. `"row"`: a row with a lease in a table
         * beside the version table, for a server behind a pooler ([deploys](deploys.md#behind-a-pooler))
         *
         * @defaultValue `"session"`
         */
        readonly kind?: "session" | "row" | undefined;
        /**
         * how long such a row is held by a run that shows no more life
         *
         * @defaultValue `"60s"`
         */
        readonly lease?: string | number | undefined;
      }
    | undefined;
  /**
   * how long to wait until a server has answered for the first time; `0`: for ever. `--connect-timeout` overrides it
   *
   * @defaultValue as the data source says (`connectTimeoutMS`, `connectTimeout`), else `"30s"`
   */
  readonly connectTimeout?: string | number | undefined;
  /**
   * how long a statement may wait for a lock that others hold, and so keep everyone waiting who wants the same table; `0`: for
   * ever. Not on SQLite. `--lock-timeout` overrides it
   *
   * @defaultValue `"3s"`
   */
  readonly lockTimeout?: string | number | undefined;
  /**
   * how often a revision that could not get a lock is rolled back and run again, after pauses that double
   *
   * @defaultValue `5`
   */
  readonly lockRetries?: number | undefined;
  /**
   * how long one statement may take; `--statement-timeout` overrides it
   *
   * @defaultValue as the server is set
   */
  readonly statementTimeout?: string | number | undefined;
  /**
   * called after each revision that was applied or undone, with the step and `{ database }`, inside its transaction; its failure
   * fails the revision ([hooks](hooks.md#onversionapply))
   */
  readonly onVersionApply?: OnVersionApply | undefined;
};

/** What autogenerate compares, and what it writes. */
export type AutogenerateSettings = {
  /**
   * which schemas are compared
   *
   * @defaultValue the default schema and those of the entities
   */
  readonly schemas?: readonly string[] | undefined;
  /** `(name, kind, parent, { database }) => boolean`: asked of what the database has; a table or view that it refuses is not even read */
  readonly includeName?: IncludeName | undefined;
  /** `(object, name, kind, reflected, { database }) => boolean`: asked on both sides; `reflected` is true for the database's */
  readonly includeObject?: IncludeObject | undefined;
  /**
   * `false`: types and collations are not compared. A function `(database, entity, table, context)` decides column by column: true, false,
   * or undefined for the rule
   *
   * @defaultValue `true`
   */
  readonly compareType?: boolean | CompareColumn | undefined;
  /**
   * the same for defaults
   *
   * @defaultValue `true`
   */
  readonly compareDefault?: boolean | CompareColumn | undefined;
  /**
   * the same for comments of columns
   *
   * @defaultValue `true`
   */
  readonly compareComment?: boolean | CompareColumn | undefined;
  /**
   * tables that neither the entities nor the history know: `"keep"` or `"drop"`
   *
   * @defaultValue `"keep"`
   */
  readonly unmanaged?: "keep" | "drop" | undefined;
  /**
   * new names for old things, as `--rename` takes them: `["users.name:fullName"]`. Those that have been done are passed over, so
   * that they may stay; names that trade places are stated with the flag
   *
   * @defaultValue `[]`
   */
  readonly renames?: readonly string[] | undefined;
  /** `(operations, { database }) => operations`, or a list of such functions: the last word on what is written */
  readonly rewrite?: Rewrite | readonly Rewrite[] | undefined;
  /** `(operation, { database, receiver, literal }) => code`: how an operation is written; `undefined` leaves it as it would be */
  readonly renderItem?: RenderItem | undefined;
  /**
   * kinds of operations and comparators that others bring ([plugins](plugins.md))
   *
   * @defaultValue `[]`
   */
  readonly plugins?: readonly Plugin[] | undefined;
};

/** How to reach the databases and how autogenerate behaves: what `env.ts` exports. */
export type Environment = RunSettings & AutogenerateSettings;

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
