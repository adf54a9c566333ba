import type { QualifiedName } from "../schema/name.js";
import type { Schema } from "../schema/schema.js";
import type { Operation } from "./operation.js";
import type { AnyOperation } from "./plugin-operation.js";

/**
 * What one `op` call asks for. A hand-written call may leave out what the database knows
 * (`op.dropTable("users")`); the rest is taken from the state of the named tables just before it.
 */
export type OperationRequest = {
  /** Tables, views, enums, ... whose present definition is needed. The enums and sequences beside them are always part of a state. Empty: nothing is needed. */
  readonly needs: readonly QualifiedName[];
  /** True where only the state of enums, sequences or views is needed. */
  readonly needsCatalog?: boolean;
  /** Gives the complete operation. Throws `UNKNOWN_TABLE`, `UNKNOWN_COLUMN`, ... naming what the state lacks. */
  readonly complete: (state: Schema) => AnyOperation;
  /** Of a drop: the same with a stand-in for what is dropped, for SQL that needs its name only. Left out: the name does not tell it. */
  readonly byName?: Operation;
  /** What a batch is made of, in order: who follows the calls without a database may know some of it only. */
  readonly parts?: readonly OperationRequest[];
};

/** Where the calls of `op` go: the runner, or a recorder. */
export type OperationSink = {
  readonly submit: (request: OperationRequest) => Promise<void>;
  readonly query: (
    sql: string,
    parameters?: readonly unknown[],
  ) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly manager: () => unknown;
  readonly autocommit: (body: () => Promise<void>) => Promise<void>;
  /**
   * Told of work that has begun and will submit something later: a batch whose function has not ended yet, and the
   * calls that wait behind it. The revision has ended when all of it has.
   */
  readonly track?: (work: Promise<unknown>) => void;
  readonly facts: OperationFacts;
};

/** What a revision can know of the run it is part of. */
export type OperationFacts = {
  /** `"postgres"`, `"sqlite"`, ... */
  readonly dialect: string;
  /** The database's name in `env.ts`; `"default"` where there is one only. */
  readonly database: string;
  /** True while SQL is written instead of run. */
  readonly offline: boolean;
  /** The schema that a bare name means, where it is known: names given with it lose it. */
  readonly defaultSchema?: string;
  /** The `-x KEY=VALUE` arguments. */
  readonly arguments: Readonly<Record<string, string>>;
};
