/** One statement for one database, ready to run. */
export type Statement = {
  readonly sql: string;
  /** Values for the driver's placeholders. Offline scripts inline them. */
  readonly parameters?: readonly unknown[];
  /** `false`: the database refuses it inside a transaction (`CREATE INDEX CONCURRENTLY`). Default true. */
  readonly transactional?: boolean;
  /** It clears away what an earlier attempt at the next statement may have left, and otherwise does nothing: it is run at each attempt. Default false. */
  readonly repeatable?: boolean;
  /**
   * A question to the data: when it returns a row, the revision stops before anything is changed.
   * `message` says what the row means; the row's own columns are shown under it.
   */
  readonly guard?: { readonly code: string; readonly message: string };
};
