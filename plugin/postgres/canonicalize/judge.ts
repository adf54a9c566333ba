import { AthanorError } from "../../../src/error/athanor-error.js";
import { nameText, sameName } from "../../../src/schema/name.js";
import { findEnum } from "../../../src/schema/schema.js";
import type { Schema } from "../../../src/schema/schema.js";
import { isForbidden, serverErrorOf } from "../server-error.js";
import type { Step } from "./step.js";

export type Failure = { readonly step: Step; readonly error: unknown };

/** What may excuse a refusal. */
export type Circumstances = {
  readonly wanted: Schema;
  readonly actual: Schema;
  /** Extensions that are wanted and could not be had while asking. */
  readonly missing: readonly string[];
  readonly temporary: boolean;
};

/**
 * Tells the refusals that come from the way of asking, which become notes, from those that the migration itself would meet.
 *
 * @throws AthanorError `SCHEMA_REFUSED` with the server's own message, for the first of the latter.
 */
export function judge(
  failures: readonly Failure[],
  circumstances: Circumstances,
): readonly string[] {
  return failures.map((failure) => {
    const excuse = excuseOf(failure, circumstances);
    if (excuse === undefined) throw refused(failure);
    const { message } = serverErrorOf(failure.error);
    return `The server was not asked about ${failure.step.subject}, ${excuse} (${message}). It is compared as text.`;
  });
}

function excuseOf({ step, error }: Failure, circumstances: Circumstances): string | undefined {
  const { code = "" } = serverErrorOf(error);
  if (isForbidden(error)) return "for want of privileges";
  if (circumstances.missing.length > 0) {
    return `because these extensions could not be created: ${circumstances.missing.join(", ")}`;
  }
  if (circumstances.temporary && /^(42P07|42710|42P16|0A000)$/.test(code)) {
    return "because only temporary tables may be created";
  }
  // Functions of the user's take the enum as it is now, not the one that was made for asking.
  const isMismatch = /^(42883|42804|42846)$/.test(code);
  return isMismatch && usesChangedEnum(step.relation, circumstances)
    ? "because its enum type changes"
    : undefined;
}

function usesChangedEnum(
  relation: Failure["step"]["relation"],
  { wanted, actual }: Circumstances,
): boolean {
  const table = wanted.tables.find((each) => sameName(each, relation));
  return (table?.columns ?? []).some(
    ({ type: { enumName } }) => enumName !== undefined && findEnum(actual, enumName) !== undefined,
  );
}

function refused({ step, error }: Failure): AthanorError {
  const { code, message } = serverErrorOf(error);
  return new AthanorError({
    code: "SCHEMA_REFUSED",
    message: `The server refuses ${step.subject}: ${message}.`,
    suggestions: ["correct the entity and run the command again"],
    facts: { relation: nameText(step.relation), sql: step.sql, sqlState: code },
    cause: error,
  });
}
