/** What a database said when it refused a statement, in its own words. */
export type DatabaseError = {
  readonly message: string;
  /** SQLSTATE, the driver's name for the error, or its number. */
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
};

/** A refusal that is the server's, the network's or the operator's doing: no revision is wrong, and none is to be corrected. */
export type Fault = {
  /** Upper-snake: `CONNECTION_LOST`, `DATABASE_READONLY`, `DATABASE_FULL`, `MISSING_RIGHT`, `STATEMENT_TIMEOUT`, `TOO_MANY_CONNECTIONS`, ... */
  readonly code: string;
  /** What it means, as sentences, beside the server's own words. Empty where those say it all. */
  readonly message: string;
  /** What to do before the command is run again, without a full stop. */
  readonly suggestions: readonly string[];
};
