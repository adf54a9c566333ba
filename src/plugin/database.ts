import type { Connection } from "./connection.js";
import type { Dialect } from "./dialect.js";
import type { OrmMigrations } from "./orm-migrations.js";
import type { Source } from "./source.js";

/** How long a connection is waited for. */
export type ConnectOptions = {
  /** 0: for ever. Left out: as the database's own options say, else 30 s. */
  readonly timeoutMilliseconds?: number;
  /** Ends the waiting: throws what the signal was aborted with. */
  readonly signal?: AbortSignal;
};

export type DatabaseDescription = {
  /** Password masked. */
  readonly url: string;
  /** As the user gave them, secrets masked. */
  readonly options: Readonly<Record<string, unknown>>;
};

/** One database of an environment: where its wanted schema comes from, how to reach it, how to speak to it. */
export type Database = {
  readonly source: Source;
  /** Loaded when first needed: commands that touch no database load no dialect. */
  readonly dialect: () => Promise<Dialect>;
  /** Throws `CANNOT_CONNECT`. What is said of the waiting holds for the connections opened from this one as well. */
  readonly connect: (options?: ConnectOptions) => Promise<Connection>;
  /**
   * Will the ORM import files of the user's by itself (entities that are given as patterns) when `source` is read or `connect`
   * called? Asked before either. Left out: it may.
   */
  readonly importsFiles?: () => Promise<boolean>;
  /** Would connecting make the database, as SQLite makes a file that does not exist? Left out: it would not. */
  readonly createsOnConnect?: () => Promise<boolean>;
  /** Where it leads, for people: connects to nothing, and tells no secret. */
  readonly describe?: () => Promise<DatabaseDescription>;
  /** What the ORM's own tool did before there were revisions. Left out: the ORM has no such tool. */
  readonly migrations?: OrmMigrations;
  /** Frees whatever `source` and `connect` opened, pools included. */
  readonly close: () => Promise<void>;
};
