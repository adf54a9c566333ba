import type { RowQuestion } from "../operation/row-question.js";
import type { Connection } from "./connection.js";

/** A value that the database refuses to convert, and why, in its own words. */
export type RefusedValue = { readonly value: string; readonly reason: string };

/** How something is asked that the database may refuse to answer, because a value cannot be converted. */
export type Trial = {
  /** Inside an open transaction: it goes on as if nothing had been asked where the body fails. */
  readonly attempt: <Result>(
    connection: Connection,
    body: () => Promise<Result>,
  ) => Promise<Result>;
  /** Looks for such a value among the first `limit` rows. */
  readonly refusedValue: (
    connection: Connection,
    question: Extract<RowQuestion, { readonly kind: "misfits" }>,
    limit: number,
  ) => Promise<RefusedValue | undefined>;
};
