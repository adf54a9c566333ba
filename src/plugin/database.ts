import type { Connection } from "./connection.js";
import type { Dialect } from "./dialect.js";
import type { Source } from "./source.js";

/** One database of an environment: where its wanted schema comes from, how to reach it, how to speak to it. */
export type Database = {
  readonly source: Source;
  /** Loaded when first needed: commands that touch no database load no dialect. */
  readonly dialect: () => Promise<Dialect>;
  readonly connect: () => Promise<Connection>;
  /** Frees whatever `source` and `connect` opened, pools included. */
  readonly close: () => Promise<void>;
};
