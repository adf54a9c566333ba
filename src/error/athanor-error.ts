/** What an {@link AthanorError} is made of. */
export type AthanorErrorInit = {
  /** Stable, upper-snake: `UNKNOWN_REVISION`. Scripts may rely on it. */
  readonly code: string;
  /** What (the thing quoted), then the rule it breaks. One or two sentences. */
  readonly message: string;
  /** The next commands to type, the likeliest first. */
  readonly suggestions?: readonly string[];
  /** The facts of the case, for programs that catch the error. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
};

/**
 * The one error family of Athanor: everything a user can cause arrives as this class.
 *
 * oclif prints `code`, `message` and `suggestions` ("Try this:") unchanged.
 */
export class AthanorError extends Error {
  override readonly name = "AthanorError";
  readonly code: string;
  readonly suggestions: string[];
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(init: AthanorErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.suggestions = [...(init.suggestions ?? [])];
    this.facts = init.facts ?? {};
  }
}
