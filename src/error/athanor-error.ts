import type { ErrorCode, ErrorFacts, FactsOf, OwnErrorCode } from "./codes.js";
import type { None } from "./codes/code.js";

type Words = {
  /** What (the thing quoted), then the rule it breaks. One or two sentences. */
  readonly message: string;
  /** The next commands to type, the likeliest first. */
  readonly suggestions?: readonly string[];
  readonly cause?: unknown;
};

type InitOf<Code extends ErrorCode> = Words & {
  /** Stable, upper-snake: `UNKNOWN_REVISION`. Scripts may rely on it. A plugin's has a colon in it: `triggers:NAME_TAKEN`. */
  readonly code: Code;
} & (None extends FactsOf<Code>
    ? { readonly facts?: FactsOf<Code> }
    : {
        /** The facts of the case, for programs that catch the error. */
        readonly facts: FactsOf<Code>;
      });

/** What an {@link AthanorError} is made of: for each code the facts that it has. */
export type AthanorErrorInit =
  { readonly [Code in OwnErrorCode]: InitOf<Code> }[OwnErrorCode] | InitOf<`${string}:${string}`>;

/**
 * The one error family of Athanor: everything a user can cause arrives as this class.
 *
 * oclif prints `code`, `message` and `suggestions` ("Try this:") unchanged.
 */
export class AthanorError extends Error {
  override readonly name = "AthanorError";
  readonly code: ErrorCode;
  readonly suggestions: string[];
  readonly facts: ErrorFacts;

  constructor(init: AthanorErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.suggestions = [...(init.suggestions ?? [])];
    this.facts = init.facts ?? {};
  }
}

/** Is it an error of one of these codes? Its facts are then typed by the code. */
export function hasCode<Code extends ErrorCode>(
  thrown: unknown,
  ...codes: readonly Code[]
): thrown is AthanorError & { readonly code: Code; readonly facts: FactsOf<Code> } {
  return thrown instanceof AthanorError && (codes as readonly string[]).includes(thrown.code);
}

/** An error whose code is only known when it is met, such as the code of a dialect's fault. */
export function errorOf(
  code: ErrorCode,
  words: Words & { readonly facts?: ErrorFacts },
): AthanorError {
  return new AthanorError({ ...words, code } as AthanorErrorInit);
}

/** The same error in other words, or with more facts. What is left out stays, its stack too. */
export function retell(
  error: AthanorError,
  told: Partial<Words> & { readonly facts?: ErrorFacts },
): AthanorError {
  const { code, message, suggestions, facts, cause, stack } = error;
  const retold = errorOf(code, { message, suggestions, facts, cause, ...told });
  return Object.assign(retold, { stack });
}
