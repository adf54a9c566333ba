/**
 * What becomes of an operation that destroys values of rows that are there. `allow`: it is run. `warn`: whoever can be
 * asked is asked; where there is nobody, it is told and run. `refuse`: the run ends before it.
 */
export type DestructionPolicy = "allow" | "warn" | "refuse";

/** Values that an operation is about to destroy. */
export type Destruction = {
  /** The database's name in `env.ts`; `"default"` where there is one only. */
  readonly database: string;
  /** The operation, as one sentence. */
  readonly operation: string;
  /** `DROPS_COLUMN`. */
  readonly code: string;
  /** `drops the column "bio" and its values`. */
  readonly message: string;
  /** Rows that lose something, of the first ten thousand of the table. */
  readonly rows: number;
  /** There may be more. */
  readonly sampled: boolean;
};

/** Answers whether to go on. */
export type ConfirmDestruction = (destruction: Destruction) => Promise<boolean>;
