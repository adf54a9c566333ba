import { AthanorError } from "../error/athanor-error.js";

/** What a person types for a revision, taken apart: `billing@head-2`. */
export type Address = {
  readonly text: string;
  /** Before the `@`: a label, or any revision of the branch. */
  readonly branch?: string;
  /** An id or the beginning of one, a label, a tag, or one of base, head, heads, current. Left out in `+2` and `-1`, which start from the database's rows. */
  readonly symbol?: string;
  /** Left out: the revision itself. */
  readonly steps?: number;
};

const GRAMMAR = /^(?:(?<branch>[^@+:\s-]+)@)?(?<symbol>[^@+:\s-]+)?(?<steps>[+-]\d+)?$/u;

/**
 * Takes an identifier apart.
 *
 * @throws AthanorError `MALFORMED_IDENTIFIER`, `RANGE_NOT_ALLOWED`
 */
export function parseAddress(text: string): Address {
  if (text.includes(":")) throw rangeNotAllowed(text);
  const { branch, symbol, steps } = GRAMMAR.exec(text)?.groups ?? {};
  if (symbol === undefined && steps === undefined) throw malformed(text);
  return {
    text,
    ...(branch === undefined ? {} : { branch }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(steps === undefined ? {} : { steps: Number(steps) }),
  };
}

/** `+2`, `-1`, `current` and `current-1`: does it take the version rows to understand it? */
export function startsFromRows({ symbol }: Address): boolean {
  return symbol === undefined || symbol === "current";
}

/**
 * Does it take the version rows to resolve this identifier? Then it takes a database.
 *
 * @throws AthanorError `MALFORMED_IDENTIFIER`, `RANGE_NOT_ALLOWED`
 */
export function identifierNeedsRows(text: string): boolean {
  return startsFromRows(parseAddress(text));
}

function malformed(text: string): AthanorError {
  return new AthanorError({
    code: "MALFORMED_IDENTIFIER",
    message: `"${text}" names no revision. Write an id or the beginning of one, a label, a tag, base, head, heads, current, or a number of steps such as "+2", "-1", "head-1", "label@+1".`,
    suggestions: ["athanor history", "athanor heads"],
    facts: { identifier: text },
  });
}

function rangeNotAllowed(text: string): AthanorError {
  return new AthanorError({
    code: "RANGE_NOT_ALLOWED",
    message: `"${text}" is a range, and one revision is needed here. Ranges are for "history -r", and for "upgrade" and "downgrade" with "--sql".`,
    suggestions: [`athanor history -r ${text}`],
    facts: { identifier: text },
  });
}
