import type { Connection } from "../plugin/connection.js";
import type { LimitValues, SettledSession } from "../plugin/session.js";
import type { Dialect } from "../plugin/dialect.js";
import type { PluginKinds } from "../plugin/plugin.js";
import type { RevisionModule } from "../revision/revision-module.js";
import type { Revision } from "../revision/revision.js";
import type { Plan, Step } from "../revision/step.js";
import type { QualifiedName } from "../schema/name.js";
import type { ConfirmDestruction, DestructionPolicy } from "./destruction.js";
import type { OnProgress } from "./progress.js";

/** `all`: one transaction a run; `each`: one a revision; `none`: none. */
export type TransactionMode = "all" | "each" | "none";

export const transactionModes: readonly TransactionMode[] = ["all", "each", "none"];

/** A revision file, loaded, and the SHA-256 of its text in hex. */
export type LoadedRevision = { readonly module: RevisionModule; readonly checksum: string };

/** What the log says beside the facts of the run itself, and chance. */
export type RunWorld = {
  readonly now: () => Date;
  /** As `Math.random`. */
  readonly random: () => number;
  /** `deploy@web-1`. */
  readonly user: string;
  /** Version of Athanor. */
  readonly version: string;
};

/** One database, and how it is worked on: what every kind of run needs. */
export type RunTarget = {
  /** Open; the caller closes it. */
  readonly connection: Connection;
  readonly dialect: Dialect;
  /** The session, where it had to be changed for the dialect's statements. */
  readonly settled?: SettledSession;
  /** The kinds of operations that plugins add. Left out: none. */
  readonly kinds?: PluginKinds;
  /** The database's name in `env.ts`; `"default"` where there is one only. */
  readonly database: string;
  readonly versionTable: QualifiedName;
  /** Names of the version tables of the environment's other databases: they may lie beside this one. */
  readonly otherVersionTables?: readonly string[];
  /** To wait for another run. */
  readonly lockTimeoutMilliseconds: number;
  /** The lock is a row with a lease of so many milliseconds, instead of the session's. */
  readonly lease?: number;
  /** For the statements of the run. Left out: as the server is set. */
  readonly limits?: LimitValues;
  /** How often what could not get a lock is tried again. Left out: never. */
  readonly lockRetries?: number;
  /** What becomes of operations that destroy values. Default `"allow"`. */
  readonly destructive?: DestructionPolicy;
  /** Is asked under `"warn"`. Left out: it is told, and run. */
  readonly confirmDestruction?: ConfirmDestruction;
  /** By place (`users.notes`), the SQL of what rows get in a column that becomes required. Left out: nothing. */
  readonly fills?: ReadonlyMap<string, string>;
  readonly world: RunWorld;
  readonly onProgress?: OnProgress;
  /** Ends the run before its next statement: rolled back, lock freed, `INTERRUPTED`. */
  readonly signal?: AbortSignal;
};

export type OnVersionApply = (
  step: Step,
  context: { readonly database: string },
) => Promise<void> | void;

export type RunRequest = RunTarget & {
  readonly direction: Step["direction"];
  /** As it was typed, for advice. Left out: `"head"`, or `"-1"`. */
  readonly target?: string;
  /** Called with the version rows once the lock is held, so that two runs never plan from the same rows. */
  readonly plan: (rows: readonly string[]) => Plan;
  readonly load: (revision: Revision) => Promise<LoadedRevision>;
  /** The `-x KEY=VALUE` arguments. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly transaction: TransactionMode;
  /** Takes what a half-done revision has recorded for done, whatever its file now says of it. */
  readonly trustJournal?: boolean;
  /** Runs everything and rolls it back. */
  readonly dryRun?: boolean;
  /** Runs after each revision's version rows, inside the same transaction. Its failure fails the revision. */
  readonly onVersionApply?: OnVersionApply;
};
