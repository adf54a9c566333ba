import type { Database } from "../plugin/database.js";
import type { Plugin, PluginKinds, RenderItem } from "../plugin/plugin.js";
import type {
  CompareColumn,
  IncludeName,
  IncludeObject,
  OnVersionApply,
  Rewrite,
  TransactionMode,
} from "./environment.js";

/** What `env.ts` exports, complete. */
export type ResolvedEnvironment = {
  /** The `env.*` it was read from, where there is one, and the keys that it sets. */
  readonly origin: { readonly file?: string; readonly keys: readonly string[] };
  /** By name; a single one is named `default`. */
  readonly databases: Readonly<Record<string, Database>>;
  /** Were the databases named by the user? Then revision files hold one function for each. */
  readonly named: boolean;
  readonly versionTable: string | Readonly<Record<string, string>>;
  readonly versionTableSchema?: string | Readonly<Record<string, string>>;
  readonly transaction: TransactionMode;
  /** In milliseconds. With a `lease` the lock is a row, without one the session's. */
  readonly lock: { readonly timeout: number; readonly lease?: number };
  /** Milliseconds; 0: for ever. Left out: as the data source says. */
  readonly connectTimeout?: number;
  /** Milliseconds; 0: for ever. */
  readonly lockTimeout: number;
  /** Milliseconds; 0: for ever. Left out: as the server is set. */
  readonly statementTimeout?: number;
  readonly lockRetries: number;
  readonly schemas?: readonly string[];
  readonly includeName?: IncludeName;
  readonly includeObject?: IncludeObject;
  readonly compareType: boolean | CompareColumn;
  readonly compareDefault: boolean | CompareColumn;
  readonly compareComment: boolean | CompareColumn;
  readonly unmanaged: "keep" | "drop";
  readonly renames: readonly string[];
  /** In the order in which they are applied. */
  readonly rewrite: readonly Rewrite[];
  readonly renderItem?: RenderItem;
  readonly plugins: readonly Plugin[];
  /** Those of all plugins. */
  readonly kinds: PluginKinds;
  readonly onVersionApply?: OnVersionApply;
};
