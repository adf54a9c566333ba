import { AthanorError } from "../error/athanor-error.js";

/** What a script knows of the database that it is written for. */
export type KnownHistory = {
  /** What of the history could not be followed, and why. */
  readonly notes: readonly string[];
  /** May what could not be followed have changed something that is known otherwise? */
  readonly isDoubtful: boolean;
};

/** `STATE_UNKNOWN` for an `UNKNOWN_...` that only means that the history does not tell; any other error unchanged. */
export function toStateUnknown(cause: unknown, { notes }: KnownHistory): unknown {
  if (!(cause instanceof AthanorError) || !cause.code.startsWith("UNKNOWN_")) return cause;
  return new AthanorError({
    code: "STATE_UNKNOWN",
    message: [
      `${cause.message} Without a database only what the revisions themselves have created is known: give the call all of the definition.`,
      ...notes,
    ].join("\n"),
    suggestions: cause.suggestions,
    facts: { ...cause.facts, notes },
    cause,
  });
}

/** `STATE_UNKNOWN` where a statement must be built on a state that the history may have left otherwise. */
export function doubtfulState({ notes }: KnownHistory): AthanorError {
  return new AthanorError({
    code: "STATE_UNKNOWN",
    message: [
      "This needs to know what the database is like there, and without a database the revisions before could not be followed to their end.",
      ...notes,
    ].join("\n"),
    suggestions: [
      "run it against a database, without --sql",
      "if (!op.offline) { ... } around what needs a database, in the revision that is named",
    ],
    facts: { notes },
  });
}
