import type { Connection } from "./connection.js";

/** What a text of the author's own does that a revision may not, or not leave so. */
export type Deed = {
  /** It begins or ends a transaction. */
  readonly transaction: boolean;
  /** It may change a setting of the session. */
  readonly setting: boolean;
  /** The settings that it changes for its transaction only, and which may stay so. */
  readonly passing: readonly string[];
  /** It drops or renames something. */
  readonly drops: boolean;
};

/** How it is seen whether a revision leaves its session as it found it. */
export type Conduct = {
  /** Judged by its words alone; left out: none of these. A wrong guess costs a question to the database, no more. */
  readonly judge: (sql: string) => Deed | undefined;
  /** The settings of the session that a revision could leave changed, by name. */
  readonly settings: (connection: Connection) => Promise<Readonly<Record<string, string>>>;
};
